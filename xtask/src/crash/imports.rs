//! Imports are killed at random moments, by the command line and as the job of the staff's page: afterwards each is
//! completed and nothing is there twice.

use crate::forms::Form;
use crate::http::Client;
use crate::program::{Kind, Server, Site};
use crate::random::Random;
use anyhow::{Context, ensure};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Orders of each import.
const ORDERS: usize = 1_500;
/// Lines of each order.
const LINES: usize = 3;
/// An import that is left alone ends within this, whatever else the machine does.
const ENDS_WITHIN: Duration = Duration::from_secs(120);

/// Both ways on one database, each killed so many times.
///
/// # Errors
/// Something that is half there, or there twice, afterwards.
pub fn on(program: &Path, kind: Kind, kills: usize, seed: u64) -> anyhow::Result<()> {
    let words = ["--scale".to_owned(), "0.05".to_owned()];
    let (site, server) = Site::demo(program, kind, "crash_imports", &words)?;
    let mut run = Run { site: &site, kind, kills, random: Random::new(seed) };
    run.prepared()?;
    let before = run.totals()?;
    drop(server);
    run.command()?;
    run.came(&before, ORDERS)?;
    run.page()?;
    run.came(&before, 2 * ORDERS)?;
    println!("{}: imports killed {kills} times by each way: all came in, once", kind.name());
    site.clear()
}

struct Run<'a> {
    site: &'a Site,
    kind: Kind,
    kills: usize,
    random: Random,
}

impl Run<'_> {
    /// What the orders refer to.
    fn prepared(&self) -> anyhow::Result<()> {
        let files = [
            ("customers", "number,name,country\nCRASH-1,Crash,GB\n".to_owned()),
            ("products", "sku,name,price\nCRASH-A,Crash,1.25\n".to_owned()),
        ];
        for (name, text) in files {
            let file = self.site.file(&format!("{name}.csv"));
            std::fs::write(&file, text)?;
            let (done, said) = self.site.ends(&["import", name, &file])?;
            ensure!(done, "{said}");
        }
        Ok(())
    }

    fn orders(first: usize) -> anyhow::Result<String> {
        let mut text = "order,customer,placed_at,sku,quantity,price\n".to_owned();
        for order in first..first + ORDERS {
            for line in 1..=LINES {
                writeln!(text, "CRASH-{order},CRASH-1,2026-01-05,CRASH-A,{line},1.25")?;
            }
        }
        Ok(text)
    }

    fn command(&mut self) -> anyhow::Result<()> {
        let file = self.site.file("orders.csv");
        std::fs::write(&file, Self::orders(0)?)?;
        for _ in 0..self.kills {
            let mut child = self.site.begin(&["import", "orders", &file])?;
            std::thread::sleep(self.moment());
            child.kill()?;
            child.wait()?;
            let found = self.site.told(&["doctor", "--json"])?;
            ensure!(found["ok"] == true, "doctor found {}", found["breaches"]);
        }
        let (done, said) = self.site.ends(&["import", "orders", &file])?;
        ensure!(done, "{said}");
        Ok(())
    }

    /// The page's job: the server is killed, and the next one goes on with it.
    fn page(&mut self) -> anyhow::Result<()> {
        let mut server = self.site.serve()?;
        let (mut staff, at) = self.uploaded(&server)?;
        for _ in 0..self.kills {
            std::thread::sleep(self.moment());
            let headers = staff.1.clone();
            server.kill()?;
            let found = self.site.told(&["doctor", "--json"])?;
            ensure!(found["ok"] == true, "doctor found {}", found["breaches"]);
            server = self.served_again()?;
            staff = (Client::with_headers(server.address, &headers), headers);
        }
        let begun = Instant::now();
        loop {
            let page = staff.0.get(&at)?.want(200)?;
            if page.header("refresh").is_none() {
                ensure!(page.text().contains("Done"), "{}", page.text());
                return Ok(());
            }
            ensure!(begun.elapsed() < ENDS_WITHIN, "the import does not end");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// A server after a kill. A transaction of the dead one may hold its locks for a moment longer; whoever
    /// runs a server has it started again, and so do we.
    fn served_again(&self) -> anyhow::Result<Server> {
        let begun = Instant::now();
        loop {
            match self.site.serve() {
                Err(_) if begun.elapsed() < Duration::from_secs(30) => {
                    std::thread::sleep(Duration::from_millis(500));
                }
                other => return other,
            }
        }
    }

    /// Signs a member of the staff in, uploads and starts; the client with its headers, and the import's address.
    fn uploaded(&self, server: &Server) -> anyhow::Result<((Client, String), String)> {
        let login = self.site.logins.iter().find(|l| l["kind"] == "staff" && l["role"] == "owner");
        let login = login.context("the demo has no owner")?;
        let text = |name: &str| login[name].as_str().unwrap_or_default().to_owned();
        let mut client = Client::with_headers(server.address, "");
        let page = client.get("/sign-in")?.want(200)?;
        let form_cookie = cookie(page.header("set-cookie"))?;
        client.set_headers(&format!("Cookie: {form_cookie}\r\n"));
        let form = Form::find(&page.text(), "/sign-in").context("no form to sign in by")?;
        let mut fields = form.filled(&[("password", &text("password"))]);
        for (name, value) in &mut fields {
            if name == "name" {
                *value = text("email");
            }
        }
        let signed = client.post_form("/sign-in", &fields)?.want(303)?;
        let headers = format!("Cookie: {}\r\n", cookie(signed.header("set-cookie"))?);
        let mut client = Client::with_headers(server.address, &headers);
        let page = client.get("/staff/import")?.want(200)?.text();
        let form = Form::find(&page, "/staff/import").context("no form to upload by")?;
        let mut body = String::new();
        for (name, value) in form.filled(&[]) {
            if name != "files" && name != "kind" {
                write!(
                    body,
                    "--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )?;
            }
        }
        write!(body, "--XX\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\norders\r\n")?;
        let orders = Self::orders(ORDERS)?;
        write!(
            body,
            "--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"o.csv\"\r\n\r\n{orders}\r\n--XX--\r\n"
        )?;
        let origin =
            format!("Origin: http://{}\r\nSec-Fetch-Site: same-origin\r\n", server.address);
        let more = format!("Content-Type: multipart/form-data; boundary=XX\r\n{origin}");
        let answer = client.send("POST", "/staff/import", &more, body.as_bytes())?.want(303)?;
        let at = answer.header("location").context("no address of the import")?.to_owned();
        let page = client.get(&at)?.want(200)?.text();
        let form = Form::find(&page, &at).context("no form of the mapping")?;
        let mut fields = form.filled(&[]);
        fields.retain(|(name, _)| ["csrf", "customer"].contains(&name.as_str()));
        fields.push(("do".to_owned(), "start".to_owned()));
        client.post_form(&at, &fields)?.want(303)?;
        Ok(((client, headers), at))
    }

    /// A moment within the time that an import takes.
    fn moment(&mut self) -> Duration {
        Duration::from_millis(20 + self.random.below(700) as u64)
    }

    fn totals(&self) -> anyhow::Result<Value> {
        let found = self.site.told(&["doctor", "--json"])?;
        ensure!(found["ok"] == true, "doctor found {}", found["breaches"]);
        Ok(found["totals"].clone())
    }

    /// So many orders of these imports are in, with all their lines, and none twice.
    fn came(&self, before: &Value, orders: usize) -> anyhow::Result<()> {
        let after = self.totals()?;
        let more = |name: &str| {
            let of = |totals: &Value| totals[name].as_u64().unwrap_or(0);
            of(&after) - of(before)
        };
        let (found, lines) = (more("orders"), more("order_lines"));
        ensure!(
            (found, lines) == (orders as u64, (orders * LINES) as u64),
            "{}: {found} orders and {lines} lines instead of {orders} and {}",
            self.kind.name(),
            orders * LINES
        );
        Ok(())
    }
}

/// Name and value of a cookie that was set.
fn cookie(set: Option<&str>) -> anyhow::Result<String> {
    let set = set.context("no cookie was set")?;
    Ok(set.split(';').next().unwrap_or_default().to_owned())
}
