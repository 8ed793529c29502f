//! Who can sign in to the demo: for people on the console, for programs in a file.

use crate::access::bearer::SCOPES;
use crate::access::{NewToken, Scope, create_token};
use crate::platform::auth::Secret;
use crate::platform::db::{Db, DbError, Tx};
use crate::testkit::company::{Company, PASSWORD, Person};
use crate::testkit::sessions::{Begun, begin};
use serde_json::{Value, json};
use std::path::Path;

/// Tokens are good for a month.
const TOKENS_MS: i64 = 30 * 86_400_000;

/// Makes a token for everybody who may use the API, and answers with all who can sign in.
pub(super) async fn all(db: &Db, company: &Company) -> Result<Vec<Value>, DbError> {
    let people = company.people.clone();
    db.write(move |tx| people.iter().map(|person| login(tx, person)).collect()).await
}

fn login(tx: &mut Tx, person: &Person) -> Result<Value, DbError> {
    let token = token(tx, person)?;
    Ok(json!({
        "kind": person.kind, "role": person.role, "company": person.company, "email": person.email,
        "password": PASSWORD, "api_token": token.text(),
    }))
}

/// A token with all scopes of this person's role.
fn token(tx: &mut Tx, person: &Person) -> Result<Secret, DbError> {
    let scopes: Vec<Scope> = SCOPES
        .iter()
        .map(|(scope, _)| *scope)
        .filter(|scope| allowed(*scope, person.role))
        .collect();
    let secret = Secret::of(tx.secret());
    let new = NewToken {
        login_id: person.login_id,
        membership_id: person.membership_id,
        name: "demo",
        scopes: &scopes,
        ends_at: tx.now() + TOKENS_MS,
    };
    create_token(tx, &new, &secret)?;
    Ok(secret)
}

fn allowed(scope: Scope, role: &str) -> bool {
    match scope {
        Scope::Read => true,
        Scope::Order | Scope::Pay => ["buyer", "approver", "manager"].contains(&role),
        Scope::Manage => ["manager", "write", "owner"].contains(&role),
    }
}

/// Signs the buyers of the first made-up customers in, with a token each.
pub(super) async fn bench(db: &Db, customers: Vec<(i64, String)>) -> Result<Vec<Value>, DbError> {
    db.write(move |tx| customers.iter().map(|(id, name)| signed_in(tx, *id, name)).collect()).await
}

fn signed_in(tx: &mut Tx, id: i64, company: &str) -> Result<Value, DbError> {
    let person = Person {
        login_id: id,
        membership_id: id,
        kind: "customer",
        role: "buyer",
        company: company.to_owned(),
        email: format!("buyer@c{id}.example"),
    };
    let Begun { cookie, csrf } = begin(tx, id, id)?;
    let mut login = login(tx, &person)?;
    login["cookie"] = json!(cookie);
    login["csrf"] = json!(csrf);
    login["customer"] = json!(format!("C-{id}"));
    Ok(login)
}

/// Writes logins as JSON, readable by this user only.
///
/// # Errors
/// A file that cannot be written.
pub(super) fn write(file: &Path, logins: &[Value]) -> anyhow::Result<()> {
    use anyhow::Context;
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(file)
        .and_then(|mut out| out.write_all(serde_json::to_string_pretty(logins)?.as_bytes()));
    written.with_context(|| format!("{} cannot be written", file.display()))
}

/// Who can sign in, for people.
pub(super) fn told(company: &Company) -> String {
    let mut text = format!("Everybody's password is {PASSWORD}\n\n");
    for person in &company.people {
        text += &format!("  {:<10} {:<34} {}\n", person.role, person.email, person.company);
    }
    text
}
