//! Signing in, end to end over the router in memory, on both databases.

mod closed;
mod colleagues;
mod deeds;
mod ends;
mod factor;
mod forms;
mod links;
mod manage;
mod me;
mod route_table;
mod sections;
mod sessions;
mod several;
mod sign_in;
mod staff_mails;
mod staff_pages;
mod tokens;
mod view_as;

use crate::testkit::world::World;

/// Sends what waits and answers the mails that went out now, oldest first, with the soft line breaks of
/// quoted-printable joined.
pub(super) async fn new_mails(world: &World) -> Vec<String> {
    let before = world.mails().len();
    world.work().await;
    let all = world.mails().split_off(before);
    let plain = |mail: String| mail.replace("=\r\n", "").replace("=3D", "=");
    all.into_iter().map(plain).collect()
}
