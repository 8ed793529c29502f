//! Switching mails off and on: the rows are the mails a login does not want.

use super::deeds;
use super::notices::{Notice, OF_CUSTOMER, OF_LOGIN};
use crate::platform::db::{DbError, Tx, View, args};

/// A mail that can be switched off, and whether it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The company it is about; 0: the login itself.
    pub membership_id: i64,
    /// Name of the company.
    pub company: Option<String>,
    /// Which mail.
    pub notice: Notice,
    /// Whether it goes out.
    pub wanted: bool,
}

impl Choice {
    /// Its value in the form: `0.new_device`.
    #[must_use]
    pub fn value(&self) -> String {
        format!("{}.{}", self.membership_id, self.notice.code())
    }
}

/// Every mail that this login can switch off: about itself, then by company.
pub fn choices(view: &mut View, login_id: i64) -> Result<Vec<Choice>, DbError> {
    let unwanted = view.all::<(i64, String)>(
        "select membership_id, notice from mails_unwanted where login_id = $1 limit 2000",
        args![login_id],
    )?;
    let companies = view.all::<(i64, String)>(
        "select m.id, c.name from memberships m join customers c on c.id = m.customer_id
         where m.login_id = $1 and m.ended_at is null and c.closed_at is null
         order by c.number_key limit 200",
        args![login_id],
    )?;
    let choice = |membership_id: i64, company: Option<&str>, notice: Notice| Choice {
        membership_id,
        company: company.map(str::to_owned),
        notice,
        wanted: !unwanted.iter().any(|(id, code)| *id == membership_id && code == notice.code()),
    };
    let of_login = OF_LOGIN.iter().map(|notice| choice(0, None, *notice));
    let of_companies = companies.iter().flat_map(|(id, name)| {
        OF_CUSTOMER.iter().map(|notice| choice(*id, Some(name.as_str()), *notice))
    });
    Ok(of_login.chain(of_companies).collect())
}

/// Sets which mails are wanted: those whose value was ticked. What the login cannot choose is not looked at.
pub fn choose(tx: &mut Tx, login_id: i64, ticked: &[String]) -> Result<(), DbError> {
    let all = choices(tx, login_id)?;
    let off: Vec<&Choice> = all.iter().filter(|one| !ticked.contains(&one.value())).collect();
    let _ = tx.exec("delete from mails_unwanted where login_id = $1", args![login_id])?;
    let rows: Vec<_> =
        off.iter().map(|one| args![login_id, one.membership_id, one.notice.code()]).collect();
    let _ = tx.exec_many(
        "insert into mails_unwanted (login_id, membership_id, notice) values ($1, $2, $3)
         on conflict do nothing",
        &rows,
    )?;
    let facts = serde_json::json!({ "off": off.len() });
    deeds::of_login(tx, "mails_chosen", Some(login_id), login_id, facts)
}
