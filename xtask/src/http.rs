//! A small HTTP/1.1 client over one kept connection; used by race, crash and bench, on loopback only.
//!
//! It never retries by itself: whether a request may be sent twice is what those programs test.

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const ANSWER_WITHIN: Duration = Duration::from_secs(30);
const BODY_BYTES_MAX: usize = 64 << 20;

/// One person's connection.
pub struct Client {
    address: SocketAddr,
    connection: Option<BufReader<TcpStream>>,
    headers: String,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, undone from its chunks.
    pub body: Vec<u8>,
}

impl Client {
    /// A client that sends a bearer token.
    pub fn with_token(address: SocketAddr, token: &str) -> Client {
        Client::with_headers(address, &format!("Authorization: Bearer {token}\r\n"))
    }

    /// A client that sends these headers, each closed by `\r\n`, with every request.
    pub fn with_headers(address: SocketAddr, headers: &str) -> Client {
        assert!(address.ip().is_loopback(), "only servers on this machine are asked");
        Client { address, connection: None, headers: headers.to_owned() }
    }

    /// From now on these headers, over the same connection.
    pub fn set_headers(&mut self, headers: &str) {
        headers.clone_into(&mut self.headers);
    }

    /// `GET`.
    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.send("GET", path, "", b"")
    }

    /// `POST` of JSON, with an idempotency key.
    pub fn post_json(&mut self, path: &str, key: &str, body: &Value) -> anyhow::Result<Answer> {
        let headers = format!("Content-Type: application/json\r\nIdempotency-Key: {key}\r\n");
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }

    /// Any method with JSON.
    pub fn json(&mut self, method: &str, path: &str, body: &Value) -> anyhow::Result<Answer> {
        self.send(method, path, "Content-Type: application/json\r\n", body.to_string().as_bytes())
    }

    /// `POST` of a form, as a browser on the same site sends it.
    pub fn post_form(&mut self, path: &str, fields: &[(String, String)]) -> anyhow::Result<Answer> {
        let headers = format!(
            "Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://{}\r\nSec-Fetch-Site: same-origin\r\n",
            self.address
        );
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        self.send("POST", path, &headers, body.join("&").as_bytes())
    }

    /// Sends one request and reads its answer. After an error the connection is closed.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        more: &str,
        body: &[u8],
    ) -> anyhow::Result<Answer> {
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{}{more}", self.address, self.headers);
        if method != "GET" {
            write!(head, "Content-Length: {}\r\n", body.len())?;
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect()?,
        };
        connection.get_mut().write_all(&bytes).context("the connection is gone")?;
        let answer = read_answer(&mut connection)?;
        if answer.header("connection") != Some("close") {
            self.connection = Some(connection);
        }
        Ok(answer)
    }

    fn connect(&self) -> anyhow::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(5))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(ANSWER_WITHIN))?;
        stream.set_write_timeout(Some(ANSWER_WITHIN))?;
        Ok(BufReader::with_capacity(64 << 10, stream))
    }
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `null` where it is none.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Itself, if the status is this one.
    pub fn want(self, status: u16) -> anyhow::Result<Answer> {
        let text = self.text();
        let start: String = text.chars().take(600).collect();
        ensure!(self.status == status, "wanted {status}, got {}: {start}", self.status);
        Ok(self)
    }
}

fn read_answer(from: &mut BufReader<TcpStream>) -> anyhow::Result<Answer> {
    let first = line(from)?;
    let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status: u16 = status.with_context(|| format!("no status in {first:?}"))?;
    let mut headers = Vec::new();
    loop {
        let header = line(from)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    if answer.header("transfer-encoding") == Some("chunked") {
        answer.body = chunks(from)?;
    } else if let Some(length) = answer.header("content-length") {
        answer.body = exactly(from, length.parse()?)?;
    }
    Ok(answer)
}

fn chunks(from: &mut BufReader<TcpStream>) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = line(from)?;
        let length = usize::from_str_radix(size.split(';').next().unwrap_or_default(), 16)?;
        body.extend(exactly(from, length)?);
        line(from)?;
        if length == 0 {
            return Ok(body);
        }
        ensure!(body.len() <= BODY_BYTES_MAX, "an answer of more than {BODY_BYTES_MAX} bytes");
    }
}

fn exactly(from: &mut BufReader<TcpStream>, length: usize) -> anyhow::Result<Vec<u8>> {
    ensure!(length <= BODY_BYTES_MAX, "an answer of {length} bytes");
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).context("the connection ended inside a body")?;
    Ok(bytes)
}

fn line(from: &mut BufReader<TcpStream>) -> anyhow::Result<String> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        bail!("the connection ended before the answer");
    }
    Ok(line.trim_end().to_owned())
}

/// Percent-encodes a path's part or a form's value.
pub fn encoded(text: &str) -> String {
    let mut into = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
    into
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    fn answered_with(text: &'static str) -> anyhow::Result<Answer> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let read = stream.read(&mut request).unwrap();
            assert!(request[..read].starts_with(b"GET /x HTTP/1.1\r\n"));
            stream.write_all(text.as_bytes()).unwrap();
        });
        let answer = Client::with_token(address, "t").get("/x");
        server.join().unwrap();
        answer
    }

    #[test]
    fn bodies_come_by_length_or_in_chunks() {
        let answer = answered_with("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}").unwrap();
        assert_eq!((answer.status, answer.value()), (201, serde_json::json!({})));
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        assert_eq!(answered_with(chunked).unwrap().text(), "abcde");
    }

    #[test]
    fn half_an_answer_is_an_error() {
        assert!(answered_with("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").is_err());
        assert!(answered_with("").is_err());
    }

    #[test]
    fn values_are_encoded() {
        assert_eq!(encoded("a b/ü"), "a%20b%2F%C3%BC");
    }
}
