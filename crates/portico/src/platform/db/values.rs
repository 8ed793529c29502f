//! Values going into a statement and coming out of a row, the same on both databases.

use super::DbError;

/// One value, borrowed. Moments, money and ids are all `Int`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Val<'a> {
    /// No value.
    Null,
    /// `bigint`.
    Int(i64),
    /// `boolean`.
    Bool(bool),
    /// `text`, without NUL characters.
    Text(&'a str),
    /// `blob` (`bytea` on PostgreSQL).
    Bytes(&'a [u8]),
}

impl Val<'_> {
    /// What kind of value it is, for messages; never the value itself.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Val::Null => "null",
            Val::Int(_) => "bigint",
            Val::Bool(_) => "boolean",
            Val::Text(_) => "text",
            Val::Bytes(_) => "blob",
        }
    }
}

/// A type that can be given to a statement. Value types implement it to stand in `args!` themselves.
pub trait ToVal {
    /// The value, borrowed from `self`.
    fn to_val(&self) -> Val<'_>;
}

impl ToVal for i64 {
    fn to_val(&self) -> Val<'_> {
        Val::Int(*self)
    }
}

impl ToVal for i32 {
    fn to_val(&self) -> Val<'_> {
        Val::Int(i64::from(*self))
    }
}

impl ToVal for bool {
    fn to_val(&self) -> Val<'_> {
        Val::Bool(*self)
    }
}

impl ToVal for str {
    fn to_val(&self) -> Val<'_> {
        Val::Text(self)
    }
}

impl ToVal for String {
    fn to_val(&self) -> Val<'_> {
        Val::Text(self)
    }
}

impl ToVal for [u8] {
    fn to_val(&self) -> Val<'_> {
        Val::Bytes(self)
    }
}

impl<const N: usize> ToVal for [u8; N] {
    fn to_val(&self) -> Val<'_> {
        Val::Bytes(self)
    }
}

impl ToVal for Vec<u8> {
    fn to_val(&self) -> Val<'_> {
        Val::Bytes(self)
    }
}

impl<T: ToVal> ToVal for Option<T> {
    fn to_val(&self) -> Val<'_> {
        self.as_ref().map_or(Val::Null, ToVal::to_val)
    }
}

impl<T: ToVal + ?Sized> ToVal for &T {
    fn to_val(&self) -> Val<'_> {
        (**self).to_val()
    }
}

impl ToVal for Val<'_> {
    fn to_val(&self) -> Val<'_> {
        *self
    }
}

/// The arguments of a statement: an array of [`Val`], borrowing what it can, allocating nothing.
/// Takes numbers, booleans, texts, bytes, options of them, [`Val`] and every [`ToVal`], by value or by reference.
#[macro_export]
macro_rules! args {
    () => { [$crate::platform::db::Val::Null; 0] };
    ($($arg:expr),+ $(,)?) => { [$($crate::platform::db::Arg::new(&$arg).val()),+] };
}

/// One argument on its way to a [`Val`]; only [`args!`] uses it. A reference keeps its own, longer lifetime
/// (the methods here), so that rows made in a closure may outlive it; everything else is borrowed where it stands
/// (the method of [`Lent`], which Rust tries second).
#[doc(hidden)]
pub struct Arg<'l, T: ?Sized>(Lent<'l, T>);

/// An argument borrowed where it stands; see [`Arg`].
#[doc(hidden)]
pub struct Lent<'l, T: ?Sized>(&'l T);

impl<'l, T: ?Sized> Arg<'l, T> {
    #[doc(hidden)]
    pub fn new(value: &'l T) -> Self {
        Arg(Lent(value))
    }
}

impl<'l, T: ?Sized> std::ops::Deref for Arg<'l, T> {
    type Target = Lent<'l, T>;
    fn deref(&self) -> &Lent<'l, T> {
        &self.0
    }
}

impl<'l, T: ToVal + ?Sized> Lent<'l, T> {
    #[doc(hidden)]
    pub fn val(&self) -> Val<'l> {
        self.0.to_val()
    }
}

impl<'x, T: ToVal + ?Sized> Arg<'_, &'x T> {
    #[doc(hidden)]
    pub fn val(self) -> Val<'x> {
        let value: &'x T = self.0.0;
        value.to_val()
    }
}

impl<'x, T: ToVal + ?Sized> Arg<'_, Option<&'x T>> {
    #[doc(hidden)]
    pub fn val(self) -> Val<'x> {
        let value: Option<&'x T> = *self.0.0;
        value.map_or(Val::Null, ToVal::to_val)
    }
}

impl<'x> Arg<'_, Val<'x>> {
    #[doc(hidden)]
    pub fn val(self) -> Val<'x> {
        *self.0.0
    }
}

macro_rules! copied {
    ($($ty:ty => $value:ident $val:expr;)+) => { $(
        impl Arg<'_, $ty> {
            #[doc(hidden)]
            pub fn val(self) -> Val<'static> {
                let $value = *self.0.0;
                $val
            }
        }
    )+ };
}

copied! {
    i64 => value Val::Int(value);
    bool => value Val::Bool(value);
    Option<i64> => value value.map_or(Val::Null, Val::Int);
    Option<bool> => value value.map_or(Val::Null, Val::Bool);
}

/// A type that one column can be read as. Value types implement it on top of these.
pub trait FromVal: Sized {
    /// Reads the value; [`DbError::Failed`] when the column holds something else.
    fn from_val(val: Val<'_>) -> Result<Self, DbError>;
}

fn wrong(val: Val<'_>, wanted: &str) -> DbError {
    DbError::Failed(format!("a column holds {}, not {wanted}", val.kind()))
}

impl FromVal for i64 {
    fn from_val(val: Val<'_>) -> Result<Self, DbError> {
        match val {
            Val::Int(value) => Ok(value),
            other => Err(wrong(other, "bigint")),
        }
    }
}

impl FromVal for bool {
    fn from_val(val: Val<'_>) -> Result<Self, DbError> {
        match val {
            Val::Bool(value) => Ok(value),
            // SQLite keeps booleans as numbers.
            Val::Int(value @ (0 | 1)) => Ok(value == 1),
            other => Err(wrong(other, "boolean")),
        }
    }
}

impl FromVal for String {
    fn from_val(val: Val<'_>) -> Result<Self, DbError> {
        match val {
            Val::Text(value) => Ok(value.to_owned()),
            other => Err(wrong(other, "text")),
        }
    }
}

impl FromVal for Vec<u8> {
    fn from_val(val: Val<'_>) -> Result<Self, DbError> {
        match val {
            Val::Bytes(value) => Ok(value.to_vec()),
            other => Err(wrong(other, "blob")),
        }
    }
}

impl<T: FromVal> FromVal for Option<T> {
    fn from_val(val: Val<'_>) -> Result<Self, DbError> {
        match val {
            Val::Null => Ok(None),
            other => T::from_val(other).map(Some),
        }
    }
}

/// One row of an answer; its columns are taken in their order.
pub struct Row<'r> {
    source: &'r dyn Columns,
    next: usize,
}

/// How a driver gives out the columns of a row.
pub(super) trait Columns {
    fn len(&self) -> usize;
    fn get(&self, column: usize) -> Result<Val<'_>, DbError>;
}

impl<'r> Row<'r> {
    pub(super) fn new(source: &'r dyn Columns) -> Row<'r> {
        Row { source, next: 0 }
    }

    /// The next column as a `T`. [`DbError::Failed`] when it holds something else or when there is none left.
    #[expect(
        clippy::should_implement_trait,
        reason = "it reads columns of different types, so it is no iterator"
    )]
    pub fn next<T: FromVal>(&mut self) -> Result<T, DbError> {
        let column = self.next;
        if column >= self.source.len() {
            return Err(DbError::Failed(format!("a row has only {column} columns")));
        }
        self.next += 1;
        T::from_val(self.source.get(column)?)
    }

    /// The whole row as a `T`; a column left unread is a mistake.
    pub(super) fn read<T: FromRow>(&mut self) -> Result<T, DbError> {
        let value = T::from_row(self)?;
        match self.source.len() {
            columns if columns == self.next => Ok(value),
            columns => Err(DbError::Failed(format!(
                "a row has {columns} columns, {} were read",
                self.next
            ))),
        }
    }
}

/// A type that a whole row can be read as: a plain value, a tuple, or a struct of yours:
/// `Ok(Quote { id: r.next()?, name: r.next()? })`.
pub trait FromRow: Sized {
    /// Takes every column of the row, in order.
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError>;
}

impl<T: FromVal> FromRow for T {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        r.next()
    }
}

macro_rules! tuples {
    ($($name:ident)*) => { tuples!(@ [] $($name)*); };
    (@ [$($done:ident)*]) => {};
    (@ [$($done:ident)*] $next:ident $($rest:ident)*) => {
        impl<$($done: FromVal,)* $next: FromVal> FromRow for ($($done,)* $next,) {
            fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
                Ok(($(r.next::<$done>()?,)* r.next::<$next>()?,))
            }
        }
        tuples!(@ [$($done)* $next] $($rest)*);
    };
}

tuples!(A B C D E F G H I J K L M N O P);

/// The placeholders of a fixed `in` list: `concat!("… where id in (", ids50!(), ") and owner = $51")`. See [`chunks50`].
#[macro_export]
macro_rules! ids50 {
    () => {
        "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, \
         $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
         $47, $48, $49, $50"
    };
}

/// Cuts ids into lists of 50 for [`ids50!`], the last one filled up with -1, which is no id.
pub fn chunks50(ids: &[i64]) -> Vec<[i64; 50]> {
    ids.chunks(50)
        .map(|chunk| {
            let mut full = [-1; 50];
            full[..chunk.len()].copy_from_slice(chunk);
            full
        })
        .collect()
}
