//! The configuration as it goes into a backup: everything but passwords and other secrets.

use crate::config::Config;

/// The configuration as `portico.toml`, for whoever sets the portal up again. Addresses with passwords are left out.
#[must_use]
pub fn without_secrets(config: &Config) -> String {
    let text = |value: &str| toml::Value::String(value.to_owned()).to_string();
    let proxies: Vec<String> =
        config.trusted_proxies.iter().map(|p| text(&p.to_string())).collect();
    let mut file = String::from("# As it was when the backup was taken, without passwords.\n");
    let mut line = |key: &str, value: String| file.push_str(&format!("{key} = {value}\n"));
    if !config.database.contains('@') {
        line("database", text(&config.database));
    }
    line("listen", text(&config.listen));
    line("base_url", text(&config.base_url));
    line("data", text(&config.data.display().to_string()));
    line("trusted_proxies", format!("[{}]", proxies.join(", ")));
    line("insecure_http", config.insecure_http.to_string());
    line("log", text(&config.log));
    if let Some(smtp) = &config.smtp {
        file.push_str(&format!(
            "\n[smtp]\n# url: it holds a password\nfrom = {}\n",
            text(&smtp.from)
        ));
    }
    file
}
