//! What only SQLite can get wrong.
