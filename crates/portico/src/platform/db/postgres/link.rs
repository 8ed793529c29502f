//! One connection to PostgreSQL, driven from a plain thread: statements go out together and answers come back in order.

use std::collections::HashMap;
use std::error::Error as _;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::{MaybeDone, join, maybe_done};
use futures_util::{SinkExt, TryStreamExt};
use tokio::runtime::Runtime;
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::types::{IsNull, ToSql, Type};
use tokio_postgres::{Client, Error, Statement};

use super::super::tls::Server;
use super::super::tx::OnRow;
use super::super::values::{Columns, Row};
use super::super::{DbError, Val};
use super::BEGIN_READ;

/// How long connecting may take.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a job should be run again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Again {
    /// A deadlock or a serialisation failure.
    Clash,
    /// The connection was lost before COMMIT was sent.
    Lost,
}

/// One connection, made when it is needed, with the runtime that drives it.
pub(in super::super) struct Link {
    runtime: Runtime,
    server: Server,
    /// The text that begins a transaction; it travels with the first statement.
    begin: &'static str,
    begun: bool,
    session: Option<Session>,
    again: Option<Again>,
}

struct Session {
    client: Client,
    /// Prepared statements by their text.
    statements: HashMap<&'static str, Statement>,
}

/// What went wrong in a statement: the server or the wire, or what we made of a row.
enum Fault {
    Server(Error),
    Ours(DbError),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::Server(error)
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Fault {
        Fault::Ours(error)
    }
}

impl Link {
    pub(super) fn new(server: Server, begin: &'static str) -> Result<Link, DbError> {
        Ok(Link { runtime: runtime()?, server, begin, begun: false, session: None, again: None })
    }

    /// Makes ready for a job; nothing is sent yet.
    pub(super) fn start(&mut self) {
        self.begun = false;
        self.again = None;
    }

    /// Whether, and why, the job should be run again.
    pub(in super::super) fn again(&self) -> Option<Again> {
        self.again
    }

    /// Whether this is a connection of a reading lane.
    pub(super) fn reads_only(&self) -> bool {
        self.begin == BEGIN_READ
    }

    /// Runs a select (or a `returning`) for each set of arguments: all are sent before the first answer is awaited.
    pub(in super::super) fn rows<'v>(
        &mut self,
        sql: &'static str,
        sets: &[impl AsRef<[Val<'v>]>],
        on_row: OnRow<'_>,
    ) -> Result<(), DbError> {
        self.run(sql, sets, async |client, statement| {
            let requests = sets.iter().map(|set| client.query_raw(statement, set.as_ref()));
            for (number, request) in send_all(requests).await.into_iter().enumerate() {
                let mut rows = pin!(finish(request).await?);
                while let Some(row) = rows.try_next().await? {
                    if !on_row(number, &mut Row::new(&row))? {
                        return Ok(());
                    }
                }
            }
            Ok(())
        })
    }

    /// Runs a change for each set of arguments and counts the rows.
    pub(in super::super) fn exec<'v>(
        &mut self,
        sql: &'static str,
        sets: &[impl AsRef<[Val<'v>]>],
    ) -> Result<Vec<u64>, DbError> {
        self.run(sql, sets, async |client, statement| {
            let requests = sets.iter().map(|set| client.execute_raw(statement, set.as_ref()));
            let mut counts = Vec::with_capacity(sets.len());
            for request in send_all(requests).await {
                counts.push(finish(request).await?);
            }
            Ok(counts)
        })
    }

    /// Runs statements without arguments or answers.
    pub(in super::super) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        let outcome = self.in_session(async |session, begin| {
            with_begin(&session.client, begin, async {
                Ok(session.client.batch_execute(sql).await?)
            })
            .await
        });
        outcome.map_err(|fault| self.explain(fault))
    }

    /// Gives what `copy … to stdout` answers to `sink`, until it says `false`.
    pub(in super::super) fn copy_out(
        &mut self,
        sql: &str,
        sink: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), DbError> {
        let outcome = self.in_session(async |session, begin| {
            with_begin(&session.client, begin, async {
                let mut lines = pin!(session.client.copy_out(sql).await?);
                while let Some(some) = lines.try_next().await? {
                    if !sink(&some) {
                        break;
                    }
                }
                Ok(())
            })
            .await
        });
        outcome.map_err(|fault| self.explain(fault))
    }

    /// Sends these lines after `copy … from stdin` and counts the rows.
    pub(in super::super) fn copy_in(&mut self, sql: &str, lines: Vec<u8>) -> Result<u64, DbError> {
        let outcome = self.in_session(async |session, begin| {
            with_begin(&session.client, begin, async {
                let mut copy = pin!(session.client.copy_in::<_, Bytes>(sql).await?);
                copy.send(Bytes::from(lines)).await?;
                Ok(copy.finish().await?)
            })
            .await
        });
        outcome.map_err(|fault| self.explain(fault))
    }

    /// COMMIT. Lost without an answer means that nobody knows.
    pub(super) fn commit(&mut self) -> Result<(), DbError> {
        let Err(error) = self.simple("commit") else {
            return Ok(());
        };
        if is_lost(&error) {
            self.session = None;
            return Err(DbError::Unsure(error.to_string()));
        }
        Err(self.explain(Fault::Server(error)))
    }

    /// ROLLBACK; a connection that cannot do it is dropped.
    pub(super) fn rollback(&mut self) {
        if self.simple("rollback").is_err() {
            self.session = None;
        }
    }

    /// Ends a snapshot after its reader was answered.
    pub(super) fn end_read(&mut self) {
        if self.simple("commit").is_err() {
            self.session = None;
        }
    }

    fn simple(&mut self, sql: &str) -> Result<(), Error> {
        match &self.session {
            Some(session) if self.begun => self.runtime.block_on(session.client.batch_execute(sql)),
            _ => Ok(()),
        }
    }

    /// Prepares `sql` if need be and does `work` with it, with BEGIN sent ahead.
    fn run<'v, T>(
        &mut self,
        sql: &'static str,
        sets: &[impl AsRef<[Val<'v>]>],
        work: impl AsyncFnOnce(&Client, &Statement) -> Result<T, Fault>,
    ) -> Result<T, DbError> {
        let outcome = self.in_session(async |session, mut begin| {
            if !session.statements.contains_key(sql) {
                let prepare = async { Ok(session.client.prepare(sql).await?) };
                let statement = with_begin(&session.client, begin.take(), prepare).await?;
                session.statements.insert(sql, statement);
            }
            let statement = &session.statements[sql];
            let wanted = statement.params().len();
            if let Some(set) = sets.iter().find(|set| set.as_ref().len() != wanted) {
                let given = set.as_ref().len();
                let why = format!("a statement takes {wanted} arguments, {given} were given");
                return Err(DbError::Failed(why).into());
            }
            with_begin(&session.client, begin, work(&session.client, statement)).await
        });
        outcome.map_err(|fault| self.explain(fault))
    }

    /// Gives `work` a session, connecting if need be, and the text of BEGIN if it has not been sent.
    fn in_session<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Session, Option<&'static str>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.runtime.block_on(async {
            if self.session.is_none() {
                self.session = Some(connect(&self.server).await?);
            }
            let session = self.session.as_mut().expect("it was made a line above");
            let begin = (!self.begun).then_some(self.begin);
            self.begun = true;
            work(session, begin).await
        })
    }

    /// Says an error in the words of the layer, and remembers whether the job should be run again.
    fn explain(&mut self, fault: Fault) -> DbError {
        let error = match fault {
            Fault::Ours(error) => return error,
            Fault::Server(error) => error,
        };
        if is_lost(&error) {
            self.session = None;
            self.again = Some(Again::Lost);
            return DbError::Lost(describe(&error));
        }
        let Some(code) = error.code() else {
            return DbError::Failed(describe(&error));
        };
        match *code {
            SqlState::UNIQUE_VIOLATION => {
                let index = error.as_db_error().and_then(|e| e.constraint()).unwrap_or_default();
                DbError::Conflict { index: index.to_owned() }
            }
            SqlState::FOREIGN_KEY_VIOLATION => DbError::Reference,
            SqlState::LOCK_NOT_AVAILABLE | SqlState::QUERY_CANCELED => DbError::Busy,
            SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE => {
                self.again = Some(Again::Clash);
                DbError::Busy
            }
            _ => DbError::Failed(describe(&error)),
        }
    }
}

fn runtime() -> Result<Runtime, DbError> {
    let made = tokio::runtime::Builder::new_current_thread().enable_all().build();
    made.map_err(|e| DbError::Failed(format!("a database thread cannot start: {e}")))
}

async fn connect(server: &Server) -> Result<Session, DbError> {
    let connecting = server.config.connect(server.tls.clone());
    let connected = tokio::time::timeout(CONNECT_TIMEOUT, connecting).await;
    let (client, connection) = match connected {
        Ok(Ok(both)) => both,
        Ok(Err(error)) => return Err(DbError::Lost(not_connected(server, &error))),
        Err(_) => {
            return Err(DbError::Lost(format!("{} does not answer", server.place())));
        }
    };
    // Its error reaches us through the client.
    tokio::spawn(async move { drop(connection.await) });
    Ok(Session { client, statements: HashMap::new() })
}

/// Refuses a database that would sort or compare differently from SQLite.
pub(super) fn check(server: &Server) -> Result<(), DbError> {
    const SQL: &str = "select pg_encoding_to_char(encoding), datcollate, datctype from pg_database \
                       where datname = current_database()";
    runtime()?.block_on(async {
        let session = connect(server).await?;
        let row = session.client.query_one(SQL, &[]).await;
        let row = row.map_err(|e| DbError::Failed(describe(&e)))?;
        let [encoding, collate, ctype] = [0, 1, 2].map(|column| row.get::<_, String>(column));
        let utf8 = ctype.to_lowercase().replace('-', "") == "c.utf8";
        if encoding == "UTF8" && collate == "C" && utf8 {
            return Ok(());
        }
        Err(DbError::Failed(format!(
            "the database has encoding {encoding}, collation {collate}, character type {ctype}; create it with \
             encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8' template template0"
        )))
    })
}

/// Why there is no connection, for whoever starts the program.
fn not_connected(server: &Server, error: &Error) -> String {
    match error.code() {
        Some(&SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => {
            format!("{} refuses this user or password: {}", server.place(), describe(error))
        }
        Some(&SqlState::INVALID_CATALOG_NAME) => {
            format!("{} has no such database: {}", server.place(), describe(error))
        }
        Some(_) => describe(error),
        None => format!("{} cannot be reached: {}", server.place(), describe(error)),
    }
}

/// Whether nobody is at the other end any more.
fn is_lost(error: &Error) -> bool {
    let severity = error.as_db_error().and_then(|e| e.parsed_severity());
    error.is_closed() || matches!(severity, Some(Severity::Fatal | Severity::Panic))
}

/// The error with its cause, which the driver's own text leaves out.
fn describe(error: &Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(e), _) => format!("{} ({})", e.message(), e.code().code()),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

/// Does `work` with BEGIN, if it is still to be sent, on the wire right ahead of it.
async fn with_begin<T>(
    client: &Client,
    begin: Option<&'static str>,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let Some(begin) = begin else {
        return work.await;
    };
    // `join` polls in order, and the first poll sends.
    let (begun, done) = join(client.batch_execute(begin), work).await;
    begun?;
    done
}

type Sent<F> = Pin<Box<MaybeDone<F>>>;

/// Sends all requests, in their order: a request goes out when it is polled for the first time.
async fn send_all<F: Future>(requests: impl Iterator<Item = F>) -> Vec<Sent<F>> {
    let mut sent: Vec<Sent<F>> = requests.map(|request| Box::pin(maybe_done(request))).collect();
    poll_fn(|context| {
        for request in &mut sent {
            let _ = request.as_mut().poll(context);
        }
        Poll::Ready(())
    })
    .await;
    sent
}

async fn finish<F: Future>(mut request: Sent<F>) -> F::Output {
    request.as_mut().await;
    request.as_mut().take_output().expect("the line above waited for it, and nobody took it before")
}

impl ToSql for Val<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (*self, ty) {
            (Val::Null, _) => Ok(IsNull::Yes),
            (Val::Int(value), &Type::INT8) => value.to_sql(ty, out),
            (Val::Int(value), &Type::INT4) => i32::try_from(value)?.to_sql(ty, out),
            (Val::Bool(value), &Type::BOOL) => value.to_sql(ty, out),
            (Val::Text(value), &Type::TEXT) => value.to_sql(ty, out),
            (Val::Bytes(value), &Type::BYTEA) => value.to_sql(ty, out),
            (value, ty) => Err(format!("{} was given where {ty} is wanted", value.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true // Which type fits depends on the value; `to_sql` looks.
    }

    tokio_postgres::types::to_sql_checked!();
}

impl Columns for tokio_postgres::Row {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, column: usize) -> Result<Val<'_>, DbError> {
        fn read<'a, T: tokio_postgres::types::FromSql<'a>>(
            row: &'a tokio_postgres::Row,
            column: usize,
            to: fn(T) -> Val<'a>,
        ) -> Result<Val<'a>, Error> {
            Ok(row.try_get::<_, Option<T>>(column)?.map_or(Val::Null, to))
        }
        let read = match *self.columns()[column].type_() {
            Type::INT8 => read(self, column, Val::Int),
            Type::INT4 => read::<i32>(self, column, |value| Val::Int(value.into())),
            Type::BOOL => read(self, column, Val::Bool),
            Type::TEXT => read(self, column, Val::Text),
            Type::BYTEA => read(self, column, Val::Bytes),
            ref other => {
                return Err(DbError::Failed(format!(
                    "a column is {other}, which SQLite does not have"
                )));
            }
        };
        read.map_err(|e| DbError::Failed(describe(&e)))
    }
}
