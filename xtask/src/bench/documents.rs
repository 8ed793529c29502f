//! What the bench asks of documents: lists, statement, pages and papers. The first of the people is of the customer with
//! most documents, as the demo makes it; the others have as many as anybody.

use super::field::{Field, Person, next_page};
use super::kinds::Clients;
use crate::http::{Client, encoded};
use crate::random::Random;
use anyhow::{Context, ensure};
use serde_json::Value;
use std::net::SocketAddr;

/// What the demo calls the orders of a thousand lines.
const LONG_REFERENCE: &str = "Shop fitting 1000";
/// People whose documents are looked up.
const PEOPLE: usize = 200;
/// An invoice of so many lines fits one sheet.
const ONE_SHEET_LINES: usize = 12;

/// Documents there are to ask for.
#[derive(Default)]
pub struct Documents {
    /// Invoices of one sheet: whose (their place among the people), and the number.
    short: Vec<(usize, String)>,
    /// Invoices of a thousand lines, all of the first of the people.
    long: Vec<String>,
    /// Pages of the first of the people's transactions.
    pages: Vec<String>,
    /// Beginnings of numbers to search for.
    words: Vec<String>,
    /// The path of a year's statement.
    year: String,
}

impl Documents {
    /// Reads them through the portal's own pages and API.
    pub fn read(address: SocketAddr, people: &[Person]) -> anyhow::Result<Documents> {
        let mut documents = Documents::default();
        for (at, person) in people.iter().take(PEOPLE).enumerate() {
            let mut client = Client::with_token(address, &person.token);
            for number in numbers(&mut client, "type=invoice&limit=3")? {
                let path = format!("/api/v1/documents/{}", encoded(&number));
                let lines =
                    client.get(&path)?.want(200)?.value()["lines"].as_array().map_or(0, Vec::len);
                if (1..=ONE_SHEET_LINES).contains(&lines) {
                    documents.short.push((at, number));
                }
            }
        }
        ensure!(!documents.short.is_empty(), "nobody has a short invoice");
        let biggest = &people[0];
        let mut client = Client::with_token(address, &biggest.token);
        let of_long = format!("type=invoice&limit=20&q={}", encoded(LONG_REFERENCE));
        documents.long = numbers(&mut client, &of_long)?;
        ensure!(!documents.long.is_empty(), "no invoice has a thousand lines");
        let newest = numbers(&mut client, "type=invoice&limit=200")?;
        documents.words =
            newest.iter().map(|number| number[..number.len() - 1].to_owned()).collect();
        documents.read_year(&mut client)?;
        documents.read_pages(address, biggest)?;
        Ok(documents)
    }

    /// The year before the day of the newest document.
    fn read_year(&mut self, client: &mut Client) -> anyhow::Result<()> {
        let newest = client.get("/api/v1/documents?limit=1")?.want(200)?.value();
        let to = newest["items"][0]["issued_day"].as_str().context("a document without a day")?;
        let (year, rest) = to.split_once('-').context("a day without a year")?;
        let before = year.parse::<u32>()? - 1;
        self.year = format!("/statement?from={before}-{}&to={to}", rest.replace("02-29", "02-28"));
        Ok(())
    }

    /// Follows the list from its first page to its last.
    fn read_pages(&mut self, address: SocketAddr, biggest: &Person) -> anyhow::Result<()> {
        let mut client = Client::with_headers(address, &biggest.browser_headers());
        let mut next = Some("/transactions".to_owned());
        while let Some(path) = next {
            let page = client.get(&path)?.want(200)?;
            self.pages.push(path);
            next = next_page(&page.text());
        }
        eprintln!(
            "documents: {} pages of the biggest customer, {} invoices of 1,000 lines",
            self.pages.len(),
            self.long.len()
        );
        Ok(())
    }
}

fn numbers(client: &mut Client, asked: &str) -> anyhow::Result<Vec<String>> {
    let page = client.get(&format!("/api/v1/documents?{asked}"))?.want(200)?.value();
    let items: &Vec<Value> = page["items"].as_array().context("no list of documents")?;
    Ok(items.iter().filter_map(|one| one["number"].as_str().map(str::to_owned)).collect())
}

type Done = anyhow::Result<()>;

/// Anybody's transactions, the first page.
pub fn list(_: &Field, _: &Person, _: &mut Random, clients: &mut Clients) -> Done {
    clients.page("/transactions")
}

/// The biggest customer's, the first page.
pub fn of_biggest(field: &Field, _: &Person, _: &mut Random, clients: &mut Clients) -> Done {
    as_biggest(field, clients, "/transactions")
}

/// One of its last pages.
pub fn late(field: &Field, _: &Person, random: &mut Random, clients: &mut Clients) -> Done {
    let pages = &field.documents.pages;
    let path: &String = random.pick(&pages[pages.len() * 9 / 10..]);
    as_biggest(field, clients, path)
}

/// A search for the beginning of a number.
pub fn search(field: &Field, _: &Person, random: &mut Random, clients: &mut Clients) -> Done {
    let word: &String = random.pick(&field.documents.words);
    as_biggest(field, clients, &format!("/transactions?q={}", encoded(word)))
}

/// What is overdue.
pub fn overdue(field: &Field, _: &Person, _: &mut Random, clients: &mut Clients) -> Done {
    as_biggest(field, clients, "/transactions?state=overdue")
}

/// A year's statement of the biggest customer.
pub fn statement(field: &Field, _: &Person, _: &mut Random, clients: &mut Clients) -> Done {
    as_biggest(field, clients, &field.documents.year)
}

/// The page of an invoice.
pub fn page(field: &Field, _: &Person, random: &mut Random, clients: &mut Clients) -> Done {
    short(field, random, clients, "")
}

/// The same as a sheet.
pub fn sheet(field: &Field, _: &Person, random: &mut Random, clients: &mut Clients) -> Done {
    short(field, random, clients, ".pdf")
}

/// The page of an invoice of a thousand lines.
pub fn long_page(field: &Field, _: &Person, random: &mut Random, clients: &mut Clients) -> Done {
    let number: &String = random.pick(&field.documents.long);
    as_biggest(field, clients, &format!("/transactions/{}", encoded(number)))
}

/// The same as a sheet.
pub fn long_sheet(field: &Field, _: &Person, random: &mut Random, clients: &mut Clients) -> Done {
    let number: &String = random.pick(&field.documents.long);
    as_biggest(field, clients, &format!("/transactions/{}.pdf", encoded(number)))
}

fn short(field: &Field, random: &mut Random, clients: &mut Clients, ending: &str) -> Done {
    let (whose, number): &(usize, String) = random.pick(&field.documents.short);
    clients.become_person(&field.people[*whose]);
    clients.page(&format!("/transactions/{}{ending}", encoded(number)))
}

fn as_biggest(field: &Field, clients: &mut Clients, path: &str) -> Done {
    clients.become_person(&field.people[0]);
    clients.page(path)
}
