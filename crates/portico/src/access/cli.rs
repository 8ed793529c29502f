//! `portico user`: the first owner, invitations, tokens and first passwords from the command line.

use super::bearer::{NewToken, Scope, create_token};
use super::invite::{self, Invitation};
use super::memberships::{self, For};
use super::{CustomerRole, StaffRole, links, second_factor};
use crate::platform::activity_chain;
use crate::platform::auth::{Cost, Secret, hash_password, passwords};
use crate::platform::db::{Db, DbError, Tx};
use crate::platform::ids::Ids;
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::words::Words;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use std::io::BufRead;

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

/// Logins: who may sign in, and for whom they act.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Opens a login and sends the invitation; without --customer for the wholesaler's staff.
    Invite(InviteArgs),
    /// Makes a token with which a program acts as a login, and prints it once.
    Token(TokenArgs),
    /// Takes a login's second factor away, for somebody who lost app and recovery codes; it is told by mail.
    ResetSecondFactor(PasswordArgs),
    /// Sets a first password, read from standard input; its owner must change it.
    Password(PasswordArgs),
}

/// Who is let in.
#[derive(Args, Clone, Debug)]
pub struct InviteArgs {
    /// E-mail address of the person.
    #[arg(long)]
    pub email: String,
    /// Name of the person.
    #[arg(long)]
    pub name: String,
    /// A username to sign in with as well.
    #[arg(long)]
    pub username: Option<String>,
    /// Number of the customer to act for.
    #[arg(long)]
    pub customer: Option<String>,
    /// viewer, buyer, approver or manager; for staff: read, write or owner.
    #[arg(long)]
    pub role: String,
}

/// Which token.
#[derive(Args, Clone, Debug)]
pub struct TokenArgs {
    /// E-mail address of the login.
    #[arg(long)]
    pub email: String,
    /// Number of the customer, where the login acts for several.
    #[arg(long)]
    pub customer: Option<String>,
    /// What it may be used for, separated by commas: read, order, pay, manage.
    #[arg(long, value_delimiter = ',', default_value = "read")]
    pub scopes: Vec<String>,
    /// Days until it ends.
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..=3650))]
    pub days: i64,
    /// What it is called in lists.
    #[arg(long, default_value = "command line")]
    pub name: String,
}

/// Whose password.
#[derive(Args, Clone, Debug)]
pub struct PasswordArgs {
    /// E-mail address of the login.
    #[arg(long)]
    pub email: String,
}

/// Carries the command out; answers the line to print.
///
/// # Errors
/// A sentence about what is wrong; then nothing was changed.
pub async fn run(db: &Db, ids: &Ids, cost: Cost, command: UserCommand) -> anyhow::Result<String> {
    let secret = Secret::of(ids.secret());
    let done = carry_out(db, cost, command, secret).await?;
    // No server may be running to do it; what was done stays done if it cannot be done now.
    if let Err(error) = activity_chain::seal(db, "user").await {
        tracing::warn!(%error, "the deed waits for its seal");
    }
    Ok(done)
}

async fn carry_out(
    db: &Db,
    cost: Cost,
    command: UserCommand,
    secret: Secret,
) -> anyhow::Result<String> {
    match command {
        UserCommand::Invite(args) => said(db.write(move |tx| invite(tx, &args, &secret)).await),
        UserCommand::Token(args) => said(db.write(move |tx| token(tx, &args, &secret)).await),
        UserCommand::Password(args) => {
            let mut password = String::new();
            std::io::stdin().lock().read_line(&mut password)?;
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            first_password(db, args.email, password, cost).await
        }
        UserCommand::ResetSecondFactor(args) => {
            said(db.write(move |tx| reset_second_factor(tx, &args.email)).await)
        }
    }
}

/// A refusal as the sentence of the words file.
fn said(done: Result<String, AppError>) -> anyhow::Result<String> {
    match done {
        Ok(line) => Ok(line),
        Err(AppError::Surprise(error)) => Err(error),
        Err(error) => {
            let words = Words::load()?;
            let (problem, words) = (error.problem(), words.language("en"));
            let fields = problem.errors.iter().map(|field| words.sentence(&field.text));
            let all: Vec<String> = fields.collect();
            if all.is_empty() {
                bail!("{}", words.sentence(&problem.text))
            } else {
                bail!("{}", all.join(" "))
            }
        }
    }
}

fn invite(tx: &mut Tx, args: &InviteArgs, secret: &Secret) -> Result<String, AppError> {
    let acts_for = match &args.customer {
        Some(number) => {
            let customer_id = invite::customer_with(tx, number)?;
            let role = CustomerRole::from_code(&args.role);
            For::Customer(
                customer_id.ok_or_else(|| refused("invite-no-customer"))?,
                role.ok_or_else(|| refused("invite-no-role"))?,
            )
        }
        None => {
            For::Staff(StaffRole::from_code(&args.role).ok_or_else(|| refused("invite-no-role"))?)
        }
    };
    let wish = Invitation {
        email: args.email.clone(),
        name: args.name.clone(),
        username: args.username.clone(),
        language: "en".to_owned(),
        acts_for,
        by: None,
    };
    invite::invite(tx, &wish, secret)?;
    Ok("The invitation waits to be sent; a running portico serve sends it.".to_owned())
}

fn token(tx: &mut Tx, args: &TokenArgs, secret: &Secret) -> Result<String, AppError> {
    let login_id = known(tx, &args.email)?;
    let all = memberships::list(tx, login_id)?;
    let chosen: Vec<_> = all
        .iter()
        .filter(|m| args.customer.as_deref().is_none_or(|number| m.tag() == number))
        .collect();
    let [membership] = chosen.as_slice() else {
        return Err(refused("token-choose-customer").into());
    };
    let scopes =
        args.scopes.iter().map(|code| Scope::from_code(code.trim())).collect::<Option<Vec<_>>>();
    let scopes = scopes.ok_or_else(|| refused("token-no-scope"))?;
    let ends_at = tx.now() + args.days * DAY_MS;
    let new = NewToken {
        login_id,
        membership_id: membership.id,
        name: &args.name,
        scopes: &scopes,
        ends_at,
    };
    create_token(tx, &new, secret)?;
    Ok(secret.text().to_owned())
}

/// Sets a first password.
///
/// # Errors
/// A password that is not taken, or a login that is not there.
pub async fn first_password(
    db: &Db,
    email: String,
    password: String,
    cost: Cost,
) -> anyhow::Result<String> {
    if let Some(fault) = passwords::fault(&password, &[&email]) {
        bail!("this password is not taken: {fault:?}");
    }
    let hash = tokio::task::spawn_blocking(move || hash_password(&password, cost))
        .await
        .context("hashing stopped")?;
    said(
        db.write(move |tx| {
            let login_id = known(tx, &email)?;
            links::set_first_password(tx, login_id, &hash)?;
            Ok::<_, AppError>(
                "The first password is set; it must be changed at the next sign-in.".to_owned(),
            )
        })
        .await,
    )
}

fn reset_second_factor(tx: &mut Tx, email: &str) -> Result<String, AppError> {
    let login_id = known(tx, email)?;
    Ok(if second_factor::reset(tx, login_id, None)? {
        "The second factor is off and every session of the login has ended.".to_owned()
    } else {
        "The login had no second factor; every session of it has ended.".to_owned()
    })
}

fn known(tx: &mut Tx, email: &str) -> Result<i64, AppError> {
    let found: Result<_, DbError> = invite::login_with(tx, email);
    Ok(found?.ok_or_else(|| refused("user-unknown"))?)
}

fn refused(key: &'static str) -> Problem {
    Problem::new(422, "invalid", Text::plain(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::tests::new_mails;
    use crate::testkit::in_world;

    fn owner(email: &str) -> InviteArgs {
        InviteArgs {
            email: email.to_owned(),
            name: "First Owner".to_owned(),
            username: None,
            customer: None,
            role: "owner".to_owned(),
        }
    }

    in_world!(the_first_owner_is_invited_from_the_command_line, |world| {
        let ids = Ids::seeded(5);
        let done = run(
            &world.db,
            &ids,
            Cost::LEAST,
            UserCommand::Invite(owner("first@hartwellpike.example")),
        )
        .await;
        assert!(done.unwrap().contains("waits to be sent"));
        let mails = new_mails(&world).await;
        assert!(mails.len() == 1 && mails[0].contains("/link/"), "{mails:?}");
        let customer = Some("C-9".to_owned());
        let wrong = InviteArgs { customer, role: "buyer".to_owned(), ..owner("x@y.example") };
        let error =
            run(&world.db, &ids, Cost::LEAST, UserCommand::Invite(wrong)).await.unwrap_err();
        assert_eq!(error.to_string(), "No customer has this number.");
        let error = run(&world.db, &ids, Cost::LEAST, UserCommand::Invite(owner("no address")))
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), "That is not an e-mail address.");
    });

    in_world!(a_token_names_its_customer_where_there_are_several, |world| {
        let ids = Ids::seeded(6);
        let args = |customer: Option<&str>| TokenArgs {
            email: "sam@larchlime.example".to_owned(),
            customer: customer.map(str::to_owned),
            scopes: vec!["read".to_owned(), "order".to_owned()],
            days: 1,
            name: "test".to_owned(),
        };
        let error =
            run(&world.db, &ids, Cost::LEAST, UserCommand::Token(args(None))).await.unwrap_err();
        assert!(error.to_string().contains("several"), "{error}");
        let secret = run(&world.db, &ids, Cost::LEAST, UserCommand::Token(args(Some("C-1010"))))
            .await
            .unwrap();
        let shown = Secret::shown(&secret);
        let found: Result<_, DbError> =
            world.db.read(move |view| crate::access::bearer::find(view, &shown)).await;
        assert_eq!(found.unwrap().unwrap().scopes, [Scope::Read, Scope::Order]);
    });

    in_world!(a_first_password_is_set_and_must_be_good, |world| {
        let email = "anna@larchlime.example";
        assert!(
            first_password(&world.db, email.to_owned(), "short".to_owned(), Cost::LEAST)
                .await
                .is_err()
        );
        assert!(
            first_password(
                &world.db,
                "nobody@x.example".to_owned(),
                "quite long enough".to_owned(),
                Cost::LEAST
            )
            .await
            .is_err()
        );
        let line = first_password(
            &world.db,
            email.to_owned(),
            "quite long enough".to_owned(),
            Cost::LEAST,
        )
        .await
        .unwrap();
        assert!(line.contains("must be changed"));
    });
}
