//! The plain network of this machine.

use crate::net::{Dial, Net, Overrides, Rdap, Roots};
use model::{Name, Unknown, Why};
use rustls_pki_types::{CertificateDer, TrustAnchor, pem::PemObject};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

/// Two root servers are enough to begin with (IANA root hints: a and k).
const ROOTS: [(&str, [u8; 4]); 2] =
    [("a.root-servers.net", [198, 41, 0, 4]), ("k.root-servers.net", [193, 0, 14, 129])];

impl Net {
    /// The network as this machine has it: its resolvers, the roots that browsers trust, real sockets.
    #[must_use]
    pub fn system() -> Self {
        let conf = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        let roots = ROOTS.iter().filter_map(|(name, ip)| Some((Name::parse(name).ok()?, IpAddr::from(*ip))));
        Self {
            dial: Dial::Direct,
            resolvers: resolvers(&conf).into_iter().map(Into::into).collect(),
            stage: None,
            dns_port: 53,
            root_hints: roots.collect(),
            roots: Roots {
                public: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
                declared: Vec::new(),
                machine: machine_roots(),
            },
            rdap: Rdap::default(),
            public_ranges: Vec::new(),
            clock: jiff::Timestamp::now,
            overrides: Overrides::default(),
            only_v4: None,
            notes: Vec::new(),
        }
    }
}

/// `nameserver` lines of resolv.conf(5).
fn resolvers(conf: &str) -> Vec<SocketAddr> {
    conf.lines()
        .filter_map(|line| line.trim().strip_prefix("nameserver"))
        .filter_map(|rest| rest.split_whitespace().next()?.parse::<IpAddr>().ok())
        .map(|ip| SocketAddr::new(ip, 53))
        .collect()
}

/// Roots of this machine; those that can't be read are not there.
fn machine_roots() -> Vec<TrustAnchor<'static>> {
    let found = rustls_native_certs::load_native_certs();
    found.certs.iter().filter_map(anchor).collect()
}

fn anchor(cert: &CertificateDer<'static>) -> Option<TrustAnchor<'static>> {
    webpki::anchor_from_trusted_cert(cert).ok().map(|a| a.to_owned())
}

impl Roots {
    /// Reads the certificates of a PEM file as roots.
    ///
    /// # Errors
    /// When the file can't be read or holds no certificate; the text names the file.
    pub fn read_pem(path: &Path) -> Result<Vec<TrustAnchor<'static>>, Unknown> {
        let trouble = |what: String| Unknown::new(Why::NoAnswer, format!("{}: {what}", path.display()));
        let certs = CertificateDer::pem_file_iter(path).map_err(|e| trouble(e.to_string()))?;
        let certs: Vec<CertificateDer<'static>> = certs.filter_map(Result::ok).collect();
        let anchors: Vec<_> = certs.iter().filter_map(anchor).collect();
        if anchors.is_empty() { Err(trouble("holds no certificate in PEM form".into())) } else { Ok(anchors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolv_conf_is_read_with_comments_and_scopes() {
        let list = resolvers("# x\nsearch a\nnameserver 10.0.0.2 # y\n nameserver ::1\nnameserver bad\n");
        assert_eq!(list.iter().map(|a| a.ip().to_string()).collect::<Vec<_>>(), ["10.0.0.2", "::1"]);
    }
}
