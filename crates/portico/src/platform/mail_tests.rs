//! Mail over real SMTP: a tiny server in the test listens on a port of its own and keeps what lettre sends.

use super::mail::{Failure, Mail, Mailer, outcome};
use crate::platform::outbox::Outcome;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A server that takes one mail and answers the whole conversation; `refuse` is what it says to RCPT instead.
async fn server(refuse: Option<&'static str>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let talk = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        converse(stream, refuse).await
    });
    (url, talk)
}

async fn converse(stream: TcpStream, refuse: Option<&'static str>) -> Vec<String> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let (mut heard, mut in_data) = (Vec::new(), false);
    write.write_all(b"220 test ESMTP\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let word = line.get(..4).unwrap_or_default().to_uppercase();
        let answer = match word.as_str() {
            _ if in_data && line == "." => "250 kept\r\n".to_owned(),
            _ if in_data => String::new(),
            "EHLO" => "250-test\r\n250 8BITMIME\r\n".to_owned(),
            "RCPT" => refuse.map_or("250 fine\r\n".to_owned(), |no| format!("{no}\r\n")),
            "DATA" => "354 go on\r\n".to_owned(),
            "QUIT" => "221 bye\r\n".to_owned(),
            _ => "250 fine\r\n".to_owned(),
        };
        in_data = (in_data && line != ".") || word == "DATA";
        let done = word == "QUIT" || answer == "250 kept\r\n";
        heard.push(line);
        write.write_all(answer.as_bytes()).await.unwrap();
        if done {
            break;
        }
    }
    heard
}

fn mail() -> Mail {
    Mail {
        to_name: "Åse \"Nell\" Bråten\r\nBcc: all@larchlime.example".to_owned(),
        to_email: "ase@fjordogform.example".to_owned(),
        subject: "Your login\r\nBcc: everybody@x.example".to_owned(),
        before: vec!["Hello <b>Åse</b>,".to_owned()],
        link: Some(("Choose".to_owned(), "https://b2b.example/link/abc".to_owned())),
        after: vec!["It works once.".to_owned()],
        sign_off: "Hartwell & Pike".to_owned(),
    }
}

#[tokio::test]
async fn a_mail_goes_out_by_smtp_and_nothing_in_it_becomes_a_header() {
    let (url, talk) = server(None).await;
    let mailer = Mailer::smtp(&url, "Hartwell & Pike <portal@hartwellpike.example>").unwrap();
    mailer.send(&mail(), 77).await.unwrap();
    let heard = talk.await.unwrap();
    let text = heard.join("\n");
    assert!(text.contains("MAIL FROM:<portal@hartwellpike.example>"), "{text}");
    let to: Vec<_> = heard.iter().filter(|line| line.starts_with("RCPT TO")).collect();
    assert_eq!(to, ["RCPT TO:<ase@fjordogform.example>"]);
    let data = heard.iter().skip_while(|line| *line != "DATA").skip(1);
    let head: Vec<_> = data.take_while(|line| !line.is_empty()).collect();
    let begins = |name: &str| head.iter().filter(|l| l.to_lowercase().starts_with(name)).count();
    assert_eq!((begins("to:"), begins("subject:"), begins("bcc")), (1, 1, 0), "{head:?}");
    assert!(head.iter().any(|l| l.contains("Message-ID: <77@hartwellpike.example>")), "{head:?}");
    let body = text.replace("=\n", "").replace("=3D", "=");
    assert!(body.contains("https://b2b.example/link/abc"), "{body}");
    assert!(body.contains("<a href=\"https://b2b.example/link/abc\">Choose</a>"), "{body}");
    assert!(body.contains("&lt;b&gt;"), "{body}");
}

#[tokio::test]
async fn a_server_that_refuses_for_good_is_not_asked_again() {
    let (url, talk) = server(Some("550 no such person")).await;
    let mailer = Mailer::smtp(&url, "portal@hartwellpike.example").unwrap();
    let sent = mailer.send(&mail(), 1).await;
    assert!(matches!(&sent, Err(Failure::Never(_))), "{sent:?}");
    assert!(matches!(outcome(sent), Outcome::Refused(why) if why.contains("no such person")));
    drop(mailer);
    talk.await.unwrap();
    let (url, _talk) = server(Some("450 later")).await;
    let mailer = Mailer::smtp(&url, "portal@hartwellpike.example").unwrap();
    assert!(matches!(mailer.send(&mail(), 1).await, Err(Failure::Later(_))));
}

#[tokio::test]
async fn without_a_server_it_is_tried_again_and_a_bad_address_never() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", gone.local_addr().unwrap());
    drop(gone);
    let mailer = Mailer::smtp(&url, "portal@hartwellpike.example").unwrap();
    assert!(matches!(outcome(mailer.send(&mail(), 1).await), Outcome::Later(..)));
    let bad = Mail { to_email: "a@x.example>\r\nRCPT TO:<b@x.example".to_owned(), ..mail() };
    assert!(matches!(mailer.send(&bad, 1).await, Err(Failure::Never(_))));
    assert!(Mailer::smtp("not a server", "portal@x.example").is_err());
    assert!(Mailer::smtp("smtp://mail.example", "no address").is_err());
}

#[tokio::test]
async fn without_smtp_a_mail_is_a_file() {
    let folder = std::env::temp_dir().join(format!("portico-mail-{}", std::process::id()));
    let mailer = Mailer::folder(folder.clone());
    assert!(mailer.place().contains("portico-mail-"));
    mailer.send(&mail(), 5).await.unwrap();
    let text = std::fs::read_to_string(folder.join("5.eml")).unwrap();
    assert!(text.contains("To: ") && text.contains("ase@fjordogform.example"), "{text}");
    std::fs::remove_dir_all(folder).unwrap();
}
