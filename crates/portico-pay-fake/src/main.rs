//! The fake gateways as a process of their own: `portico-pay-fake 127.0.0.1:4100`.

use std::net::SocketAddr;

#[tokio::main]
async fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let address: SocketAddr = address.parse().expect("an address such as 127.0.0.1:4100");
    let fake = portico_pay_fake::Fake::start(address).await;
    println!("{}", fake.base());
    std::future::pending::<()>().await;
}
