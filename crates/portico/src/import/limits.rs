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
    pub rows_max: u64,
    /// Columns of a file.
    pub columns_max: usize,
    /// Characters of one cell.
    pub cell_max: usize,
    /// Bytes of one row: a quotation mark that is never closed must not swallow the memory.
    pub row_bytes_max: u64,
    /// Parts of a spreadsheet file.
    pub parts_max: usize,
    /// Bytes of the parts of a spreadsheet file that are kept in memory, unpacked, all together.
    pub kept_max: u64,
    /// Bytes to sort in memory before a run goes to a temporary file.
    pub sort_bytes: usize,
}

impl Limits {
    /// What the command takes.
    pub const COMMAND: Limits = Limits {
        bytes_max: 8 << 30,
        ratio_max: 200,
        ratio_from: 10 << 20,
        rows_max: 50_000_000,
        columns_max: 200,
        cell_max: 10_000,
        row_bytes_max: 16 << 20,
        parts_max: 2_000,
        kept_max: 128 << 20,
        sort_bytes: 32 << 20,
    };
}
