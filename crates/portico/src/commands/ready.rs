//! `portico ready`: asks the server of this configuration whether it can answer, for containers and scripts.

use crate::config::Config;
use anyhow::Context;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

/// How long it waits for each part of the answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Exit 0 when `/readyz` says so, else 1.
pub(super) fn ready(config: &Config) -> anyhow::Result<ExitCode> {
    let address = reached(&config.listen)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)
        .with_context(|| format!("nobody listens on {address}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.take(4_096).read_to_string(&mut answer)?;
    let status = answer.split_whitespace().nth(1).unwrap_or("none");
    println!("{}", if status == "200" { "ready" } else { "not ready" });
    Ok(if status == "200" { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where a server that listens there is reached from this machine: every address means loopback.
fn reached(listen: &str) -> anyhow::Result<SocketAddr> {
    let found = listen.to_socket_addrs().with_context(|| format!("{listen} is no address"))?.next();
    let mut address = found.with_context(|| format!("{listen} is no address"))?;
    match address.ip() {
        ip if !ip.is_unspecified() => {}
        IpAddr::V4(_) => address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        IpAddr::V6(_) => address.set_ip(IpAddr::V6(Ipv6Addr::LOCALHOST)),
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn it_asks_the_server_that_listens_on_every_address() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            for status in ["200 OK", "503 Service Unavailable"] {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = [0; 512];
                let count = stream.read(&mut asked).unwrap();
                assert!(String::from_utf8_lossy(&asked[..count]).starts_with("GET /readyz "));
                write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").unwrap();
            }
        });
        let config = Config { listen: format!("0.0.0.0:{port}"), ..Config::default() };
        assert_eq!(ready(&config).unwrap(), ExitCode::SUCCESS);
        assert_eq!(ready(&config).unwrap(), ExitCode::FAILURE);
        server.join().unwrap();
        assert!(ready(&config).is_err(), "nobody listens any more");
    }
}
