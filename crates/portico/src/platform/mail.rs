//! Mail: by SMTP, or, where none is configured, as files in a folder. Mails wait in the outbox (queue `mail`) with ids
//! only; the sentences and the address are looked up when a mail is sent.

use super::db::{DbError, View};
use super::outbox::{Outcome, Waiting};
use super::problem::AppError;
use super::wholesaler;
use super::words::{Language, Words};
use anyhow::Context;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use maud::{PreEscaped, html};
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Name of the person.
    pub to_name: String,
    /// Their address.
    pub to_email: String,
    /// Subject, one line.
    pub subject: String,
    /// Paragraphs before the link.
    pub before: Vec<String>,
    /// Words and address of the one link.
    pub link: Option<(String, String)>,
    /// Paragraphs after it.
    pub after: Vec<String>,
    /// The last lines: who sends it; their address and how to reach them are added by [`Kinds::build`].
    pub sign_off: String,
}

/// What a mail is about: the one value of its body in the outbox that has this name.
///
/// # Errors
/// A body that is none.
pub fn about(body: &str, name: &str) -> Result<String, DbError> {
    let body: serde_json::Value =
        serde_json::from_str(body).map_err(|error| DbError::Failed(error.to_string()))?;
    Ok(body[name].as_str().unwrap_or_default().to_owned())
}

/// Sends mails.
pub enum Mailer {
    /// By a mail server.
    Smtp {
        /// The connection pool.
        server: Box<AsyncSmtpTransport<Tokio1Executor>>,
        /// Sender of all mails.
        from: Mailbox,
    },
    /// Into a folder, a file each.
    Folder {
        /// The folder; made when the first mail comes.
        folder: PathBuf,
        /// Sender of all mails.
        from: Mailbox,
    },
}

impl Mailer {
    /// A mailer for this server: `smtp://user:password@host:port` or `smtps://…`.
    ///
    /// # Errors
    /// Says what of the two cannot be read, without repeating the password.
    pub fn smtp(url: &str, from: &str) -> anyhow::Result<Mailer> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| {
                anyhow::anyhow!(
                    "the address of the mail server is none: smtp://user:password@host:port"
                )
            })?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        let from =
            from.parse().with_context(|| format!("the sender {from:?} is no mail address"))?;
        Ok(Mailer::Smtp { server: Box::new(server), from })
    }

    /// A mailer that writes files into this folder.
    #[must_use]
    pub fn folder(folder: PathBuf) -> Mailer {
        let address =
            Address::new("portico", "localhost.localdomain").expect("both parts are plain words");
        Mailer::Folder { folder, from: Mailbox::new(Some("Portico".to_owned()), address) }
    }

    /// Where mails go, for the console.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Mailer::Smtp { .. } => "mails go out by SMTP".to_owned(),
            Mailer::Folder { folder, .. } => format!("mails are written to {}", folder.display()),
        }
    }

    /// Sends a mail. `number` names its file and makes its Message-ID the same when it is sent again.
    ///
    /// # Errors
    /// Says whether it can be tried again.
    pub async fn send(&self, mail: &Mail, number: i64) -> Result<(), Failure> {
        let from = match self {
            Mailer::Smtp { from, .. } | Mailer::Folder { from, .. } => from,
        };
        let message = message(mail, from, number).map_err(Failure::Never)?;
        match self {
            Mailer::Smtp { server, .. } => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => {
                    Err(Failure::Never(anyhow::Error::new(error)))
                }
                Err(error) => Err(Failure::Later(anyhow::Error::new(error))),
            },
            Mailer::Folder { folder, .. } => {
                write(folder.clone(), message.formatted(), number).await.map_err(Failure::Later)
            }
        }
    }
}

/// Why a mail was not sent.
#[derive(Debug)]
pub enum Failure {
    /// Try again.
    Later(anyhow::Error),
    /// It will never go.
    Never(anyhow::Error),
}

/// Header injection is impossible: lettre encodes subject and names, and an address that is none is refused.
fn message(mail: &Mail, from: &Mailbox, number: i64) -> anyhow::Result<Message> {
    let address: Address = mail.to_email.parse().context("the person's mail address")?;
    let one_line = |text: &str| text.split(char::is_control).collect::<Vec<_>>().join(" ");
    let id = format!("<{number}@{}>", from.email.domain());
    let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(plain_text(mail));
    let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(html_text(mail));
    let message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(Some(one_line(&mail.to_name)), address))
        .subject(one_line(&mail.subject))
        .message_id(Some(id))
        .multipart(MultiPart::alternative().singlepart(plain).singlepart(html))?;
    Ok(message)
}

fn plain_text(mail: &Mail) -> String {
    let mut parts = mail.before.clone();
    parts.extend(mail.link.iter().map(|(_, url)| url.clone()));
    parts.extend(mail.after.iter().cloned());
    parts.push(mail.sign_off.clone());
    parts.join("\n\n") + "\n"
}

/// How a mail looks: one column in the reader's own font and colours. Programs that leave it out show the same words.
const LOOK: &str = "body{max-width:36rem;margin:0 auto;padding:1.5rem;font:15px/1.5 system-ui,sans-serif}\
    p{margin:0 0 1rem;overflow-wrap:anywhere}\
    a{display:inline-block;padding:.5rem .9rem;border:1px solid;border-radius:4px;font-weight:600;text-decoration:none}\
    .foot{margin-top:2rem;padding-top:1rem;border-top:1px solid #8884;opacity:.75;font-size:13px}";

fn html_text(mail: &Mail) -> String {
    let page = html! {
        (maud::DOCTYPE)
        html {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="color-scheme" content="light dark";
                title { (mail.subject) }
                style { (PreEscaped(LOOK)) }
            }
            body {
                @for paragraph in &mail.before { (lines(paragraph)) }
                @if let Some((words, url)) = &mail.link { p { a href=(url) { (words) } } }
                @for paragraph in &mail.after { (lines(paragraph)) }
                div.foot { (lines(&mail.sign_off)) }
            }
        }
    };
    page.into_string()
}

/// A paragraph whose lines stay lines.
fn lines(paragraph: &str) -> maud::Markup {
    html! { p { @for (at, line) in paragraph.lines().enumerate() { @if at > 0 { br; } (line) } } }
}

async fn write(folder: PathBuf, bytes: Vec<u8>, number: i64) -> anyhow::Result<()> {
    let work = move || {
        std::fs::create_dir_all(&folder)?;
        let half = folder.join(format!("{number}.part"));
        std::fs::write(&half, bytes)?;
        std::fs::rename(half, folder.join(format!("{number}.eml")))
    };
    tokio::task::spawn_blocking(work).await?.context("a mail could not be written to its folder")
}

/// What a builder of mails may use.
pub struct Desk<'a> {
    /// All languages.
    pub words: &'a Words,
    /// The address people type, without a slash at the end: links begin with it.
    pub base_url: &'a str,
}

impl Desk<'_> {
    /// The words of this language.
    #[must_use]
    pub fn language(&self, code: &str) -> &Language {
        self.words.language(code)
    }
}

/// Makes a mail of a command's body; `None`: there is nobody to send it to any more.
pub type Builder = fn(&mut View, &Desk, body: &str) -> Result<Option<Mail>, DbError>;

/// Which kind of mail is made by whom. Slices add their own.
#[derive(Default)]
pub struct Kinds(HashMap<&'static str, Builder>);

impl Kinds {
    /// No kind yet.
    #[must_use]
    pub fn new() -> Kinds {
        Kinds::default()
    }

    /// The same with one more kind.
    #[must_use]
    pub fn with(mut self, kind: &'static str, builder: Builder) -> Kinds {
        self.0.insert(kind, builder);
        self
    }

    /// The mail of a waiting command: nothing to send, or a kind that nobody makes.
    pub fn build(
        &self,
        view: &mut View,
        desk: &Desk,
        waiting: &Waiting,
    ) -> Result<Option<Mail>, AppError> {
        let builder = self.0.get(waiting.kind.as_str());
        let builder = builder
            .ok_or_else(|| anyhow::anyhow!("nobody makes mails of kind {}", waiting.kind))?;
        let Some(mut mail) = builder(view, desk, &waiting.body)? else { return Ok(None) };
        for line in wholesaler::letterhead(view)? {
            mail.sign_off.push('\n');
            mail.sign_off.push_str(&line);
        }
        Ok(Some(mail))
    }
}

/// What the outbox is told of a try.
#[must_use]
pub fn outcome(sent: Result<(), Failure>) -> Outcome {
    match sent {
        Ok(()) => Outcome::Done,
        Err(Failure::Later(error)) => Outcome::Later(Duration::from_secs(5), format!("{error:#}")),
        Err(Failure::Never(error)) => Outcome::Refused(format!("{error:#}")),
    }
}
