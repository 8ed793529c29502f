//! Encryption towards PostgreSQL, as `sslmode` of the address asks for it: `disable`, `prefer` (the default), `require`
//! or `verify-full`. As with PostgreSQL's own programs only the last one proves who answers.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::DbError;

/// Where the server is, and how the way there is protected.
#[derive(Clone)]
pub(super) struct Server {
    /// The address.
    pub(super) config: tokio_postgres::Config,
    /// What encrypts.
    pub(super) tls: MakeRustlsConnect,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Server")
    }
}

impl Server {
    /// Reads `postgres://user:password@host/database?sslmode=…&sslrootcert=FILE`.
    pub(super) fn parse(url: &str) -> Result<Server, DbError> {
        let (plain, options) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut others) = ("prefer".to_owned(), None, Vec::new());
        for option in options.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            let value =
                || percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned();
            match name {
                "sslmode" => mode = value(),
                "sslrootcert" => roots = Some(value()),
                _ => others.push(option),
            }
        }
        let (known, verified) = match mode.as_str() {
            "disable" | "prefer" | "require" => (mode.as_str(), false),
            "verify-full" => ("require", true),
            other => {
                return Err(DbError::Failed(format!(
                    "sslmode={other} is unknown: disable, prefer, require or verify-full"
                )));
            }
        };
        let mode = format!("sslmode={known}");
        others.push(&mode);
        // The text may hold a password, so the message does not repeat it.
        let config = format!("{plain}?{}", others.join("&"))
            .parse()
            .map_err(|e| DbError::Failed(format!("the address of the database: {e}")))?;
        let tls = if verified { verifying(roots.as_deref())? } else { encrypting() };
        Ok(Server { config, tls: MakeRustlsConnect::new(tls) })
    }
}

impl Server {
    /// Host and port, for messages.
    pub(super) fn place(&self) -> String {
        use tokio_postgres::config::Host;
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            #[cfg(unix)]
            Some(Host::Unix(path)) => return format!("PostgreSQL at {}", path.display()),
            None => "localhost".to_owned(),
        };
        let port = self.config.get_ports().first().copied().unwrap_or(5432);
        format!("PostgreSQL at {host}:{port}")
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// Proves that the certificate is of this host and comes from one of these roots, or from those of the public web.
fn verifying(roots: Option<&str>) -> Result<ClientConfig, DbError> {
    let mut store = RootCertStore::empty();
    match roots {
        None => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let unread = || {
                DbError::Failed(format!(
                    "sslrootcert: {file} holds no certificate that can be read"
                ))
            };
            for root in CertificateDer::pem_file_iter(file).map_err(|_| unread())? {
                store.add(root.map_err(|_| unread())?).map_err(|_| unread())?;
            }
            if store.is_empty() {
                return Err(unread());
            }
        }
    }
    let builder = builder()?;
    Ok(builder.with_root_certificates(store).with_no_client_auth())
}

/// Encrypts, whoever answers.
fn encrypting() -> ClientConfig {
    let builder = builder().expect("the provider knows the versions that it was built for");
    let anybody = Arc::new(Anybody(provider()));
    builder.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth()
}

fn builder() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, DbError> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|e| DbError::Failed(format!("TLS cannot be set up: {e}")))
}

/// Takes every certificate: `require` protects from listeners, not from impostors.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;
    use crate::platform::clock::Clock;
    use crate::platform::db::{Db, DbConfig, View};
    use crate::platform::ids::Ids;
    use crate::testkit::db::maintenance_url;

    /// The test server by this name, asked for this kind of protection.
    fn url(host: &str, options: &str) -> String {
        let url = maintenance_url();
        let (start, rest) = url.split_once('@').unwrap();
        let (_, rest) = rest.split_once(':').unwrap();
        format!("{start}@{host}:{rest}?{options}")
    }

    /// Whether the connection is encrypted, or why there is none.
    async fn encrypted(host: &str, options: &str) -> Result<bool, String> {
        let config = DbConfig::parse(&url(host, options)).map_err(|e| e.to_string())?;
        let db = Db::open(&config, Clock::fixed(1), Ids::seeded(1)).map_err(|e| e.to_string())?;
        let ask = |view: &mut View| {
            view.one::<bool>("select ssl from pg_stat_ssl where pid = pg_backend_pid()", args![])
        };
        db.read(ask).await.map(|found| found == Some(true)).map_err(|e: DbError| e.to_string())
    }

    /// The root certificate of the test server, as a file.
    async fn root() -> tempfile::NamedTempFile {
        let config = DbConfig::parse(&maintenance_url()).unwrap();
        let db = Db::open(&config, Clock::fixed(1), Ids::seeded(1)).unwrap();
        let ask = |view: &mut View| {
            view.one::<String>("select pg_read_file('root.crt') as text", args![])
        };
        let text: Result<_, DbError> = db.read(ask).await;
        let text = text.expect("`cargo xtask postgres` gives the test server its certificates");
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text.unwrap()).unwrap();
        file
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn each_mode_does_what_it_says() {
        assert_eq!(encrypted("localhost", "sslmode=disable").await, Ok(false));
        assert_eq!(encrypted("localhost", "").await, Ok(true), "preferred, where the server can");
        assert_eq!(encrypted("127.0.0.1", "sslmode=require").await, Ok(true));
        let root = root().await;
        let verified = format!("sslmode=verify-full&sslrootcert={}", root.path().display());
        assert_eq!(encrypted("localhost", &verified).await, Ok(true));
        let other_name = encrypted("127.0.0.1", &verified).await.unwrap_err();
        assert!(other_name.contains("not valid for name"), "{other_name}");
        let unknown_root = encrypted("localhost", "sslmode=verify-full").await.unwrap_err();
        assert!(unknown_root.contains("UnknownIssuer"), "{unknown_root}");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (options, why) in [
            ("sslmode=verify-ca", "verify-full"),
            ("sslmode=verify-full&sslrootcert=/nowhere", "/nowhere"),
        ] {
            let refused = DbConfig::parse(&url("localhost", options)).unwrap_err().to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }
}
