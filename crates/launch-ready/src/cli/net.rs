//! Flags that say how the world is reached, and the network made from them.

use crate::error::Error;
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use model::{Level, Name, TargetClass};
use probe::dns::{Resolver, Stage};
use probe::{ConnectTo, Limits, Net, Rdap, Roots};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the world is reached.
#[derive(Debug, Args)]
#[command(next_help_heading = "Network")]
pub struct NetFlags {
    /// How closely to look: passive (DNS and known pages), safe (also unknown paths) or active (also what could
    /// disturb; only where launch.toml says that the domain is yours)
    #[arg(long, value_name = "LEVEL", default_value = "safe")]
    pub level: LevelFlag,
    /// Short for --level active
    #[arg(long, conflicts_with = "level")]
    pub active: bool,
    /// Requests in all
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub max_requests: u64,
    /// HTTP requests to one host. What it is above 60 is spent on further usual places of files that should not be
    /// served (only where launch.toml says that the domain is yours)
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub max_requests_per_host: u64,
    /// Requests a second to one host; 0 for no limit
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub max_rps: u32,
    /// Seconds for one operation
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0, value_parser = seconds)]
    pub timeout: f64,
    /// Seconds for the whole run
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds)]
    pub deadline: f64,
    /// Ask this resolver instead of the machine's: IP[:PORT], tls://IP[:PORT][#NAME] or https://HOST/dns-query. Repeat
    /// it to compare what they say
    #[arg(long, value_name = "RESOLVER")]
    pub resolver: Vec<String>,
    /// Ask no resolver: follow delegations from the root servers of this file ("built-in" for the usual ones)
    #[arg(long, value_name = "FILE")]
    pub root_hints: Option<PathBuf>,
    /// Judge the domain at these name servers, before the registrar lists them: [NAME=]IP, separated by commas
    #[arg(long, value_name = "[NAME=]IP", value_delimiter = ',')]
    pub ns: Vec<String>,
    /// Port on which name servers are asked
    #[arg(long, value_name = "PORT", default_value_t = 53)]
    pub dns_port: u16,
    /// Use these addresses for a host and port, as curl does: HOST:PORT:ADDRESS[,ADDRESS]
    #[arg(long, value_name = "HOST:PORT:ADDR")]
    pub resolve: Vec<String>,
    /// Connect to HOST2:PORT2 when HOST1:PORT1 is asked for, as curl does
    #[arg(long, value_name = "HOST1:PORT1:HOST2:PORT2")]
    pub connect_to: Vec<String>,
    /// Trust the certificates of this PEM file as well
    #[arg(long, value_name = "FILE")]
    pub ca: Vec<PathBuf>,
    /// Trust only the certificates of this PEM file
    #[arg(long, value_name = "FILE", conflicts_with = "ca")]
    pub ca_only: Option<PathBuf>,
    /// IPv4 only
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    pub ipv4: bool,
    /// IPv6 only
    #[arg(short = '6', long)]
    pub ipv6: bool,
    /// User-Agent of every request
    #[arg(long, value_name = "TEXT")]
    pub user_agent: Option<String>,
    /// Send a header to the target's own hosts (repeatable): "Name: value"
    #[arg(long, value_name = "HEADER")]
    pub header: Vec<String>,
    /// What the target is: production, staging or local
    #[arg(long, value_name = "CLASS")]
    pub target_class: Option<ClassFlag>,
    /// Registration data from this RDAP server, or "off"
    #[arg(long, value_name = "URL|off")]
    pub rdap: Option<String>,
    /// Count this range as public (for private networks and tests)
    #[arg(long, value_name = "CIDR", hide = true)]
    pub public_range: Vec<IpNet>,
}

/// Levels that can be asked for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LevelFlag {
    Passive,
    Safe,
    Active,
}

/// Classes of targets.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ClassFlag {
    Production,
    Staging,
    Local,
}

impl From<ClassFlag> for TargetClass {
    fn from(flag: ClassFlag) -> Self {
        match flag {
            ClassFlag::Production => Self::Production,
            ClassFlag::Staging => Self::Staging,
            ClassFlag::Local => Self::Local,
        }
    }
}

/// Seconds above 0.
pub fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(n) if n > 0.0 && n <= 86_400.0 => Ok(n),
        _ => Err("give a number of seconds above 0, such as 5 or 0.5".into()),
    }
}

impl NetFlags {
    /// Bounds of the look.
    pub fn limits(&self) -> Limits {
        Limits {
            level: match self.level {
                _ if self.active => Level::Active,
                LevelFlag::Passive => Level::Passive,
                LevelFlag::Safe => Level::Safe,
                LevelFlag::Active => Level::Active,
            },
            requests: self.max_requests,
            requests_per_host: self.max_requests_per_host,
            requests_per_second: self.max_rps,
            timeout: Duration::from_secs_f64(self.timeout),
            deadline: Duration::from_secs_f64(self.deadline),
            ..Limits::default()
        }
    }

    /// The machine's network, changed as the flags say.
    pub fn net(&self) -> Result<Net, Error> {
        self.net_for(None)
    }

    /// The same for one domain, which may be judged at other name servers.
    pub fn net_for(&self, domain: Option<&Name>) -> Result<Net, Error> {
        let mut net = Net::system();
        net.dns_port = self.dns_port;
        net.public_ranges.clone_from(&self.public_range);
        if !self.resolver.is_empty() {
            net.resolvers = self.resolver.iter().map(|r| resolver(r)).collect::<Result<_, _>>()?;
            let word = if self.resolver.len() == 1 { "resolver" } else { "resolvers" };
            net.notes.push(format!("{word} {}", self.resolver.join(", ")));
        }
        if let Some(file) = &self.root_hints {
            let walk = root_hints(file, &net)?;
            // Beside a named resolver it is one more to compare with; alone it takes the place of the machine's.
            if self.resolver.is_empty() {
                net.resolvers.clear();
            }
            net.resolvers.push(walk);
            net.notes.push(format!("delegations followed from the roots of {}", file.display()));
        }
        if !self.ns.is_empty() {
            let domain =
                domain.ok_or_else(|| Error::Usage("--ns judges a domain; name one, such as acme.example".into()))?;
            let servers = self.ns.iter().map(|text| name_server(text)).collect::<Result<_, _>>()?;
            net.stage = Some(Stage::Servers(domain.clone(), servers));
            net.notes.push(format!("name servers {} in place of those at the registrar", self.ns.join(", ")));
        }
        for entry in &self.resolve {
            let (host, port, ips) = resolve(entry)?;
            net.overrides.resolve.entry((host, port)).or_default().extend(ips);
            net.notes.push(format!("--resolve {entry}"));
        }
        for entry in &self.connect_to {
            net.overrides.connect_to.push(connect_to(entry)?);
            net.notes.push(format!("--connect-to {entry}"));
        }
        for file in &self.ca {
            net.roots.declared.extend(roots(file)?);
            net.notes.push(format!("certificates of {} trusted as well", file.display()));
        }
        if let Some(file) = &self.ca_only {
            net.roots = Roots { declared: roots(file)?, ..Roots::default() };
            net.notes.push(format!("only certificates of {} trusted", file.display()));
        }
        net.only_v4 = match (self.ipv4, self.ipv6) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        };
        net.rdap = match self.rdap.as_deref() {
            None => Rdap::Bootstrap,
            Some("off") => Rdap::Off,
            Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
                Rdap::Server(format!("{}/", url.trim_end_matches('/')))
            }
            Some(other) => return Err(Error::flag("--rdap", other, "give an https:// address or the word off")),
        };
        Ok(net)
    }

    /// `--header` values, checked so that none of them can split a request.
    pub fn headers(&self) -> Result<Vec<(String, String)>, Error> {
        let one = |text: &String| {
            let (name, value) = text.split_once(':').unwrap_or((text, ""));
            let (name, value) = (name.trim(), value.trim());
            let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
            let fine =
                !name.is_empty() && name.chars().all(token) && !value.is_empty() && !value.contains(['\r', '\n']);
            // The value may be a secret: the message names the header only.
            if fine {
                Ok((name.to_owned(), value.to_owned()))
            } else {
                Err(Error::flag("--header", name, "write it as \"Name: value\""))
            }
        };
        self.header.iter().map(one).collect()
    }
}

/// One `--resolver`.
pub fn resolver(text: &str) -> Result<Resolver, Error> {
    Resolver::parse(text).map_err(|how| Error::flag("--resolver", text, &how))
}

/// The root servers of a file, or the built-in ones.
fn root_hints(file: &Path, net: &Net) -> Result<Resolver, Error> {
    if file == Path::new("built-in") {
        return Ok(Resolver::roots(net.root_hints.iter().map(|(_, ip)| *ip).collect()));
    }
    let (name, text) = zone_text(file)?;
    let hints = probe::dns::read_hints(&text).map_err(|problems| zone_problems(&name, &text, problems))?;
    Ok(Resolver::roots(hints))
}

/// A file in the form of a zone file, and its name.
pub fn zone_text(file: &Path) -> Result<(String, String), Error> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(Error::file(file))?;
    let text = config::decode_up_to(&bytes, &name, zone::MAX_BYTES)?;
    Ok((name, text.to_owned()))
}

/// Problems of such a file, each with its line and caret.
pub fn zone_problems(name: &str, text: &str, problems: Vec<zone::Problem>) -> Error {
    Error::Config(config::Problems::of(name, text, problems.into_iter().map(|p| (p.at, p.message))))
}

/// `[NAME=]IP`.
fn name_server(text: &str) -> Result<(Option<Name>, IpAddr), Error> {
    let wrong = || {
        Error::flag("--ns", text, "write it as 203.0.113.53 or ns1.dns.example=203.0.113.53; --dns-port sets the port")
    };
    let (name, address) = text.split_once('=').map_or((None, text), |(n, a)| (Some(n), a));
    let name = name.map(Name::parse).transpose().map_err(|_| wrong())?;
    Ok((name, address.trim_matches(['[', ']']).parse().map_err(|_| wrong())?))
}

/// `HOST:PORT:ADDR[,ADDR]`, addresses of IPv6 in brackets.
fn resolve(text: &str) -> Result<(String, u16, Vec<IpAddr>), Error> {
    let wrong =
        || Error::flag("--resolve", text, "write it as HOST:PORT:ADDRESS, such as app.acme.example:443:203.0.113.7");
    let (host, rest) = text.split_once(':').ok_or_else(wrong)?;
    let (port, addresses) = rest.split_once(':').ok_or_else(wrong)?;
    let port: u16 = port.parse().map_err(|_| wrong())?;
    let ips: Result<Vec<IpAddr>, _> = addresses.split(',').map(|a| a.trim_matches(['[', ']']).parse()).collect();
    let name = model::Name::parse(host).map_err(|_| wrong())?;
    Ok((name.to_string(), port, ips.map_err(|_| wrong())?))
}

/// `HOST1:PORT1:HOST2:PORT2`; every part may be empty, IPv6 addresses stand in brackets.
fn connect_to(text: &str) -> Result<ConnectTo, Error> {
    let wrong = || {
        Error::flag(
            "--connect-to",
            text,
            "write it as HOST1:PORT1:HOST2:PORT2, such as acme.example:443:127.0.0.1:8443",
        )
    };
    let mut parts = Vec::new();
    let mut rest = text;
    while parts.len() < 4 {
        let end = if let Some(inner) = rest.strip_prefix('[') {
            inner.find(']').map(|i| i + 2).ok_or_else(wrong)?
        } else {
            rest.find(':').unwrap_or(rest.len())
        };
        let (part, tail) = rest.split_at_checked(end).ok_or_else(wrong)?;
        parts.push(part.to_owned());
        rest = tail.strip_prefix(':').unwrap_or(tail);
        if tail.is_empty() {
            break;
        }
    }
    let [host, port, to_host, to_port] = <[String; 4]>::try_from(parts).map_err(|_| wrong())?;
    let number = |p: &str| if p.is_empty() { Ok(0) } else { p.parse::<u16>().map_err(|_| wrong()) };
    if !rest.is_empty() {
        return Err(wrong());
    }
    Ok(ConnectTo { host: host.to_ascii_lowercase(), port: number(&port)?, to_host, to_port: number(&to_port)? })
}

fn roots(file: &std::path::Path) -> Result<Vec<rustls_pki_types::TrustAnchor<'static>>, Error> {
    Roots::read_pem(file).map_err(|u| Error::Usage(u.detail))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn curls_flags_are_read_as_curl_reads_them() {
        let (host, port, ips) = resolve("App.acme.example:443:203.0.113.7,[2001:db8::7]").unwrap();
        assert_eq!((host.as_str(), port, ips.len()), ("app.acme.example", 443, 2));
        let c = connect_to("acme.example:443:127.0.0.1:8443").unwrap();
        assert_eq!((c.port, c.to_host.as_str(), c.to_port), (443, "127.0.0.1", 8443));
        let any = connect_to("::[::1]:8443").unwrap();
        assert_eq!((any.host.as_str(), any.port, any.to_host.as_str(), any.to_port), ("", 0, "[::1]", 8443));
        for bad in ["acme.example", "a:b:c:d", "a:1:b:2:c", ""] {
            assert!(connect_to(bad).is_err(), "{bad}");
        }
        assert!(resolve("acme.example:203.0.113.7").is_err());
    }

    #[test]
    fn name_servers_have_a_name_or_none() {
        assert_eq!(name_server("ns1.x.example=203.0.113.53").unwrap().0.unwrap().as_str(), "ns1.x.example");
        assert!(name_server("2001:db8::1").unwrap().0.is_none());
        for bad in ["ns1.x.example", "a b=203.0.113.53", ""] {
            assert!(name_server(bad).is_err(), "{bad}");
        }
    }
}
