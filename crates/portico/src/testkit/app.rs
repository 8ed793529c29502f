//! Clients with a session or a token of any login, also of one that is not in the world's company.

use super::client::Client;
use super::sessions::begin;
use super::world::World;
use crate::access::{NewToken, Scope, create_token, memberships};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx};

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

impl World {
    /// The login of this id with a session.
    pub(crate) async fn session_of(&self, login_id: i64) -> Client {
        let begun = move |tx: &mut Tx| -> Result<_, DbError> {
            let membership_id = memberships::first(tx, login_id)?.unwrap_or(0);
            begin(tx, login_id, membership_id)
        };
        let begun = self.db.write(begun).await.expect("a login can have a session");
        let (name, value) = begun.cookie.split_once('=').expect("a cookie has a name");
        self.anybody().with_cookie(name, value)
    }

    /// A program of this person's with a token of these scopes, good for a day, and the token's id.
    pub(crate) async fn program_with_token(
        &self,
        email: &str,
        scopes: &'static [Scope],
    ) -> (Client, i64) {
        self.program_of(self.login(email).id, scopes, DAY_MS).await
    }

    /// A program with a token of this login, good for so long, and the token's id.
    pub(crate) async fn program_of(
        &self,
        login_id: i64,
        scopes: &'static [Scope],
        lives_ms: i64,
    ) -> (Client, i64) {
        let create = move |tx: &mut Tx| -> Result<(Secret, i64), DbError> {
            let secret = Secret::of(tx.secret());
            let membership_id = memberships::first(tx, login_id)?.unwrap_or(0);
            let ends_at = tx.now() + lives_ms;
            let new = NewToken { login_id, membership_id, name: "test", scopes, ends_at };
            let id = create_token(tx, &new, &secret)?;
            Ok((secret, id))
        };
        let (secret, id) = self.db.write(create).await.expect("a token can be made");
        (self.anybody().with_token(secret.text()), id)
    }
}
