//! Records as text again, in canonical form.

use std::fmt;

use super::{DualCidr, Mechanism, Modifier, Qualifier, Record, Term, TermKind};

impl fmt::Display for Record {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("v=spf1")?;
        self.terms.iter().try_for_each(|term| write!(out, " {term}"))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(out)
    }
}

impl fmt::Display for TermKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directive { qualifier: Qualifier::Pass, mechanism } => mechanism.fmt(out),
            Self::Directive { qualifier, mechanism } => write!(out, "{qualifier}{mechanism}"),
            Self::Modifier(modifier) => modifier.fmt(out),
        }
    }
}

impl fmt::Display for Qualifier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Pass => "+",
            Self::Fail => "-",
            Self::SoftFail => "~",
            Self::Neutral => "?",
        })
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = |name: &str, domain: &Option<_>, out: &mut fmt::Formatter<'_>| match domain {
            None => out.write_str(name),
            Some(domain) => write!(out, "{name}:{domain}"),
        };
        match self {
            Self::All => out.write_str("all"),
            Self::Include { domain } => write!(out, "include:{domain}"),
            Self::Exists { domain } => write!(out, "exists:{domain}"),
            Self::Ptr { domain } => named("ptr", domain, out),
            Self::A { domain, cidr } => {
                named("a", domain, out)?;
                cidr.fmt(out)
            }
            Self::Mx { domain, cidr } => {
                named("mx", domain, out)?;
                cidr.fmt(out)
            }
            Self::Ip4 { address, prefix: 32 } => write!(out, "ip4:{address}"),
            Self::Ip4 { address, prefix } => write!(out, "ip4:{address}/{prefix}"),
            Self::Ip6 { address, prefix: 128 } => write!(out, "ip6:{address}"),
            Self::Ip6 { address, prefix } => write!(out, "ip6:{address}/{prefix}"),
        }
    }
}

impl fmt::Display for DualCidr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(bits) = self.ip4 {
            write!(out, "/{bits}")?;
        }
        self.ip6.map_or(Ok(()), |bits| write!(out, "//{bits}"))
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redirect { domain } => write!(out, "redirect={domain}"),
            Self::Exp { domain } => write!(out, "exp={domain}"),
            Self::Unknown { name, value } => write!(out, "{name}={value}"),
        }
    }
}
