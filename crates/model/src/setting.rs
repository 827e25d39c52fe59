//! A setting that every web server and edge knows under a name of its own.

use serde::{Deserialize, Serialize};

/// What is to be set where a host is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Setting {
    /// Nothing is served at a path.
    ClosePath {
        /// The path, as `/.env`.
        path: String,
        /// Also every path that begins like it.
        below: bool,
    },
    /// Folders show no list of their files.
    NoListing {
        /// The folder that shows one, with slash at its end.
        folder: String,
    },
    /// Texts are compressed.
    Compress,
    /// The certificate is sent with every intermediate, in order.
    WholeChain,
    /// TLS 1.2 and 1.3, nothing older.
    ModernTls,
    /// Suites with forward secrecy and authenticated encryption only.
    StrongCiphers,
}

/// Suites with forward secrecy and authenticated encryption, as OpenSSL selects them (Mozilla, intermediate).
pub const STRONG: &str = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// Types of content that are texts, besides `text/html`.
pub const TEXTS: &str = "text/css text/javascript application/javascript application/json image/svg+xml";

impl Setting {
    /// Where it belongs in nginx.
    #[must_use]
    pub fn nginx_place(&self, host: &str) -> String {
        match self {
            // A handshake is judged by the default server until the name is known.
            Self::ModernTls | Self::StrongCiphers => {
                format!("in the nginx server block of {host} and the default one of its address")
            }
            _ => format!("in the nginx server block of {host}"),
        }
    }

    /// What nginx calls it.
    #[must_use]
    pub fn nginx(&self, host: &str) -> String {
        match self {
            Self::ClosePath { path, below } => {
                format!("location {} {} {{ return 404; }}", if *below { "^~" } else { "=" }, word(path))
            }
            Self::NoListing { .. } => "autoindex off;".to_owned(),
            Self::Compress => format!("gzip on;\ngzip_vary on;\ngzip_proxied any;\ngzip_types {TEXTS};"),
            Self::WholeChain => format!("ssl_certificate /etc/letsencrypt/live/{host}/fullchain.pem;"),
            Self::ModernTls => "ssl_protocols TLSv1.2 TLSv1.3;".to_owned(),
            Self::StrongCiphers => format!("ssl_ciphers {STRONG};"),
        }
    }
}

/// A path as one word of a configuration: quoted where it holds more than plain signs.
#[must_use]
pub fn word(path: &str) -> String {
    if path.chars().all(|c| c.is_ascii_alphanumeric() || "/._~*-".contains(c)) {
        return path.to_owned();
    }
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_one_word() {
        assert_eq!(word("/.env.local"), "/.env.local");
        assert_eq!(word("/a;b"), "\"/a;b\"");
        let close = Setting::ClosePath { path: "/.git".into(), below: true };
        assert_eq!(close.nginx("acme.example"), "location ^~ /.git { return 404; }");
    }
}
