//! Choosing mails. Most go out unless somebody does not want them; those to the staff only to who asked.

use super::deeds;
use super::notices::{Notice, OF_CUSTOMER, OF_LOGIN, OF_STAFF};
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
    let asked = view.all::<(i64, Option<String>)>(
        "select m.id, w.notice from memberships m left join staff_mails w on w.membership_id = m.id
         where m.login_id = $1 and m.kind = 'staff' and m.ended_at is null
         order by m.id limit 100",
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
    let mut memberships: Vec<i64> = asked.iter().map(|(id, _)| *id).collect();
    memberships.dedup();
    let of_staff = memberships.iter().flat_map(|id| {
        OF_STAFF.map(|notice| {
            let row = (*id, Some(notice.code().to_owned()));
            Choice { membership_id: *id, company: None, notice, wanted: asked.contains(&row) }
        })
    });
    Ok(of_login.chain(of_staff).chain(of_companies).collect())
}

/// Sets which mails are wanted: those whose value was ticked. What the login cannot choose is not looked at.
pub fn choose(tx: &mut Tx, login_id: i64, ticked: &[String]) -> Result<(), DbError> {
    let all = choices(tx, login_id)?;
    let (of_staff, others): (Vec<&Choice>, Vec<&Choice>) =
        all.iter().partition(|one| OF_STAFF.contains(&one.notice));
    let is_ticked = |one: &&Choice| ticked.contains(&one.value());
    let off: Vec<&Choice> = others.into_iter().filter(|one| !is_ticked(one)).collect();
    ask_for(tx, &of_staff.iter().map(|one| (*one, is_ticked(one))).collect::<Vec<_>>())?;
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

/// Asks for the mails to the staff that were ticked, and for no others.
fn ask_for(tx: &mut Tx, of_staff: &[(&Choice, bool)]) -> Result<(), DbError> {
    let row = |one: &Choice| args![one.membership_id, one.notice.code()].to_vec();
    let gone: Vec<_> = of_staff.iter().map(|(one, _)| row(one)).collect();
    let wanted: Vec<_> = of_staff.iter().filter(|(_, on)| *on).map(|(one, _)| row(one)).collect();
    let _ =
        tx.exec_many("delete from staff_mails where membership_id = $1 and notice = $2", &gone)?;
    let _ = tx.exec_many(
        "insert into staff_mails (membership_id, notice) values ($1, $2) on conflict do nothing",
        &wanted,
    )?;
    Ok(())
}
