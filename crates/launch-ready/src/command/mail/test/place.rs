//! Servers that the user names by URL.

use crate::error::Error;
use mail::dns::Dns;
use probe::MailDns;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// A kind of server, and how its URLs look.
pub struct Kind {
    /// The flag that takes the URL.
    flag: &'static str,
    /// Scheme and port of the kind that starts TLS later.
    later: (&'static str, u16),
    /// Scheme and port of the kind with TLS from the first byte.
    first: (&'static str, u16),
    /// Flags that carry the log-in instead.
    login: &'static str,
}

/// Where a message is handed over (RFC 8314 for the ports).
pub const SMTP: Kind = Kind {
    flag: "--smtp",
    later: ("smtp", 587),
    first: ("smtps", 465),
    login: "put them into environment variables and give --user-env and --password-env",
};
/// Where a message is read.
pub const IMAP: Kind = Kind {
    flag: "--imap",
    later: ("imap", 143),
    first: ("imaps", 993),
    login: "give --imap-user, and --imap-password-env or --imap-password-file",
};

/// A server.
pub struct Place {
    /// TLS from the first byte.
    pub implicit_tls: bool,
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
}

impl Kind {
    /// The server in `SCHEME://HOST[:PORT]`. A URL with a log-in is refused without being repeated.
    pub fn place(&self, url: &str) -> Result<Place, Error> {
        let shown = url.rsplit_once('@').map_or(url, |(_, host)| host);
        let wrong = |how: &str| Error::flag(self.flag, &model::text::quote(shown, 60), how);
        let (later, first) = (self.later.0, self.first.0);
        let usual = format!("give {later}://HOST[:PORT] or {first}://HOST[:PORT]");
        let (implicit_tls, rest) = match url.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(later) => (false, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(first) => (true, rest),
            _ => return Err(wrong(&usual)),
        };
        if rest.contains('@') {
            return Err(wrong(&format!("leave user and password out of it; {}", self.login)));
        }
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((host, port)) => (host.to_owned(), port.strip_prefix(':')),
            None => match rest.split_once(':') {
                Some((host, port)) => (host.to_owned(), Some(port)),
                None => (rest.to_owned(), None),
            },
        };
        let usual_port = if implicit_tls { self.first.1 } else { self.later.1 };
        let port = port.map_or(Ok(usual_port), |port| port.parse().map_err(|_| wrong(&usual)))?;
        let host = match host.parse::<IpAddr>() {
            Ok(ip) => ip.to_string(),
            Err(_) => super::super::domain(&host)?,
        };
        Ok(Place { implicit_tls, host, port })
    }
}

impl Place {
    /// In words; a URL as typed could hold a password.
    pub fn words(&self) -> String {
        let how = if self.implicit_tls { "TLS from the first byte" } else { "STARTTLS" };
        format!("{} port {}, {how}", self.host, self.port)
    }

    /// Its addresses: as written, this machine, or from the DNS.
    pub async fn addresses(&self, dns: &MailDns) -> Result<Vec<SocketAddr>, String> {
        let all = addresses(dns, &self.host).await?;
        Ok(all.into_iter().map(|ip| SocketAddr::new(ip, self.port)).collect())
    }
}

/// The addresses of a host: as written, this machine, or from the DNS.
async fn addresses(dns: &MailDns, host: &str) -> Result<Vec<IpAddr>, String> {
    if let Ok(ip) = host.trim_matches(['[', ']']).parse() {
        return Ok(vec![ip]);
    }
    if host == "localhost" {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let v4 = dns.a(host).await.known()?;
    let v6 = dns.aaaa(host).await.known()?;
    Ok(v4.into_iter().map(Into::into).chain(v6.into_iter().map(Into::into)).collect())
}

#[cfg(test)]
mod tests {
    use super::{IMAP, SMTP};

    #[test]
    fn servers_have_the_port_that_is_usual_or_written() {
        for (kind, url, wanted) in [
            (SMTP, "smtp://mail.acme.example", (false, "mail.acme.example", 587)),
            (SMTP, "smtps://mail.acme.example/", (true, "mail.acme.example", 465)),
            (SMTP, "SMTP://127.0.0.1:2525", (false, "127.0.0.1", 2525)),
            (SMTP, "smtp://[::1]:25", (false, "::1", 25)),
            (IMAP, "imap://mail.acme.example", (false, "mail.acme.example", 143)),
            (IMAP, "IMAPS://mail.acme.example", (true, "mail.acme.example", 993)),
        ] {
            let place = kind.place(url).unwrap_or_else(|e| panic!("{url}: {e}"));
            assert_eq!((place.implicit_tls, place.host.as_str(), place.port), wanted);
        }
        assert!(SMTP.place("imap://mail.acme.example").is_err() && IMAP.place("imap://x.example:y").is_err());
    }

    #[test]
    fn a_password_in_the_url_is_refused_and_not_repeated() {
        for (kind, url, flag) in [
            (SMTP, "smtp://ann:hunter2@mail.acme.example", "--password-env"),
            (IMAP, "imaps://ann:hunter2@mail.acme.example", "--imap-password-env"),
        ] {
            let error = kind.place(url).map(|_| ()).map_err(|e| e.to_string());
            assert!(error.is_err_and(|text| text.contains(flag) && !text.contains("hunter2")));
        }
    }
}
