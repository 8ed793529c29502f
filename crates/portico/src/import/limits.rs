//! How much an import takes: every limit met is a sentence, never a silent cut.

/// The limits of one file.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a file, after unpacking.
    pub bytes_max: u64,
    /// How many times larger than its packed form a file may be …
    pub ratio_max: u64,
    /// … once it is larger than this many bytes.
    pub ratio_from: u64,
    /// Rows of a file.
    pub rows_max: usize,
    /// Columns of a file.
    pub columns_max: usize,
    /// Characters of one cell.
    pub cell_max: usize,
}

impl Limits {
    /// What the command takes.
    pub const COMMAND: Limits = Limits {
        bytes_max: 1 << 30,
        ratio_max: 200,
        ratio_from: 10 << 20,
        rows_max: 5_000_000,
        columns_max: 200,
        cell_max: 10_000,
    };
}
