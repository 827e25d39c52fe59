//! Settings as each server or edge names them, ready to paste.

use crate::snippet::{Server, Snippet};
use model::setting::{STRONG, Setting, TEXTS, word};

/// A setting of a host in the words of a server.
#[must_use]
pub fn setting(server: Server, host: &str, setting: &Setting) -> Snippet {
    let (place, text) = match server {
        Server::Nginx => {
            (setting.nginx_place(host).replacen("in the nginx server", "in the server", 1), setting.nginx(host))
        }
        Server::Apache => apache(host, setting),
        Server::Caddy => caddy(host, setting),
        Server::Cloudflare => cloudflare(host, setting),
        Server::Vercel => vercel(host, setting),
        Server::Netlify => netlify(setting),
    };
    Snippet { server, place, text }
}

fn apache(host: &str, setting: &Setting) -> (String, String) {
    let module = match setting {
        Setting::Compress => " (modules deflate and filter)",
        Setting::ClosePath { .. } | Setting::NoListing { .. } => "",
        Setting::WholeChain | Setting::ModernTls | Setting::StrongCiphers => ", port 443",
    };
    let text = match setting {
        // A redirect would come too late where all paths are passed to an app; a refusal does not.
        Setting::ClosePath { path, below } => {
            let end = if *below { "" } else { "$" };
            let pattern = format!("^{}{end}", pattern(path)).replace('"', "\\\"");
            format!("<LocationMatch \"{pattern}\">\n\tRequire all denied\n</LocationMatch>")
        }
        Setting::NoListing { folder } => {
            format!("<Location \"{}\">\n\tOptions -Indexes\n</Location>", folder.replace('"', "%22"))
        }
        Setting::Compress => format!("AddOutputFilterByType DEFLATE text/html {TEXTS}"),
        Setting::WholeChain => format!(
            "SSLCertificateFile /etc/letsencrypt/live/{host}/fullchain.pem\n\
             SSLCertificateKeyFile /etc/letsencrypt/live/{host}/privkey.pem"
        ),
        Setting::ModernTls => "SSLProtocol -all +TLSv1.2 +TLSv1.3".to_owned(),
        Setting::StrongCiphers => format!("SSLCipherSuite {STRONG}"),
    };
    (format!("in the virtual host of {host}{module}"), text)
}

fn caddy(host: &str, setting: &Setting) -> (String, String) {
    let place = format!("in the site block of {host}");
    let text = match setting {
        Setting::ClosePath { path, below } => {
            let all = if *below { "*" } else { "" };
            format!("handle {} {{\n\trespond 404\n}}", word(&format!("{path}{all}")))
        }
        Setting::NoListing { .. } => return (format!("{place}, without the word browse"), "file_server".to_owned()),
        Setting::Compress => "encode zstd gzip".to_owned(),
        Setting::WholeChain => {
            format!("tls /etc/letsencrypt/live/{host}/fullchain.pem /etc/letsencrypt/live/{host}/privkey.pem")
        }
        Setting::ModernTls => "tls {\n\tprotocols tls1.2 tls1.3\n}".to_owned(),
        Setting::StrongCiphers => format!("tls {{\n\tciphers {}\n}}", SUITES.join(" ")),
    };
    (place, text)
}

/// The suites of TLS 1.2 with forward secrecy and authenticated encryption, by the names of their registry.
const SUITES: [&str; 6] = [
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
];

fn cloudflare(host: &str, setting: &Setting) -> (String, String) {
    let certificates = "SSL/TLS, Edge Certificates".to_owned();
    match setting {
        Setting::ClosePath { path, below } => (BLOCK.to_owned(), block(host, path, *below)),
        Setting::NoListing { folder } => (BLOCK.to_owned(), block(host, folder, false)),
        Setting::Compress => (
            "at the server behind it".to_owned(),
            "Cloudflare compresses by itself, but for answers whose Cache-Control says no-transform: take that out"
                .to_owned(),
        ),
        Setting::WholeChain => (certificates, "Upload Custom Certificate again, Bundle Method: Compatible".to_owned()),
        Setting::ModernTls => (certificates, "Minimum TLS Version: TLS 1.2\nTLS 1.3: on".to_owned()),
        Setting::StrongCiphers => (certificates, "Cipher suites: Modern".to_owned()),
    }
}

const BLOCK: &str = "Security, WAF, Custom Rules";

fn block(host: &str, path: &str, below: bool) -> String {
    let path = path.replace('\\', "\\\\").replace('"', "\\\"");
    let matches = if below {
        format!("starts_with(http.request.uri.path, \"{path}\")")
    } else {
        format!("http.request.uri.path eq \"{path}\"")
    };
    format!("if   http.host eq \"{host}\" and {matches}\nthen Block")
}

fn vercel(host: &str, setting: &Setting) -> (String, String) {
    match setting {
        Setting::ClosePath { path, below } => {
            let how = if *below { "Starts with" } else { "Equals" };
            let text = format!("if   Hostname  Equals  {host}\nand  Request Path  {how}  {path}\nthen Deny");
            ("Firewall, Custom Rules".to_owned(), text)
        }
        Setting::NoListing { .. } => ("Project Settings, Advanced".to_owned(), "Directory Listing: off".to_owned()),
        Setting::Compress => ("nowhere".to_owned(), "Vercel compresses texts by itself".to_owned()),
        Setting::WholeChain => ("nowhere".to_owned(), "Vercel sends the whole chain by itself".to_owned()),
        Setting::ModernTls => ("nowhere".to_owned(), "Vercel speaks TLS 1.2 and 1.3 only".to_owned()),
        Setting::StrongCiphers => ("nowhere".to_owned(), "Vercel offers suites with forward secrecy only".to_owned()),
    }
}

fn netlify(setting: &Setting) -> (String, String) {
    let nowhere = |text: &str| ("nowhere".to_owned(), text.to_owned());
    match setting {
        Setting::ClosePath { path, below } => {
            let all = if *below { "*" } else { "" };
            ("in the file _redirects, as its first line".to_owned(), format!("{path}{all}  /404.html  404!"))
        }
        Setting::NoListing { .. } => nowhere("Netlify lists no folders"),
        Setting::Compress => nowhere("Netlify compresses texts by itself"),
        Setting::WholeChain => {
            let text = "Paste every intermediate, in order, into the field for the CA certificate chain";
            ("Domain management, HTTPS".to_owned(), text.to_owned())
        }
        Setting::ModernTls => nowhere("Netlify speaks TLS 1.2 and 1.3 only"),
        Setting::StrongCiphers => nowhere("Netlify offers suites with forward secrecy only"),
    }
}

/// A path as a regular expression that matches nothing else.
fn pattern(path: &str) -> String {
    let special = |c: char| "\\^$.|?*+()[]{}".contains(c);
    path.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_path_closes_nothing_else() {
        let env = Setting::ClosePath { path: "/.env".into(), below: false };
        let text = |server| setting(server, "acme.example", &env).text;
        assert!(text(Server::Apache).contains("\"^/\\.env$\""));
        assert!(text(Server::Caddy).starts_with("handle /.env {"));
        assert!(text(Server::Cloudflare).contains("http.request.uri.path eq \"/.env\""));
        let git = Setting::ClosePath { path: "/.git".into(), below: true };
        assert!(setting(Server::Caddy, "acme.example", &git).text.starts_with("handle /.git* {"));
        assert!(setting(Server::Apache, "acme.example", &git).text.contains("\"^/\\.git\""));
    }
}
