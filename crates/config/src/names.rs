//! Names on the internet: domain, canonical site, hosts, routes. They have to agree with each other.

use crate::config::Domain;
use crate::problem::Entry;
use crate::raw::{At, RawDomain, RawHost, RawRoute};
use crate::read;
use crate::validate::Validator;
use model::declared::{DeclaredHost, DeclaredRoute, Purpose};
use model::{Name, Origin};

/// What other names must lie under. `None`: the file does not say, or says it wrongly, so nothing is held against it.
pub(crate) struct Names {
    apex: Option<Name>,
    /// Apex, old domains and declared hosts.
    all: Vec<Name>,
}

impl Names {
    /// Does the name lie outside of all that is declared?
    fn outside(&self, name: &Name) -> Option<&Name> {
        let apex = self.apex.as_ref()?;
        (!self.all.iter().any(|known| name.is_under(known))).then_some(apex)
    }
}

impl Validator<'_> {
    /// Fills in the names and says what routes may refer to.
    pub fn domain(&mut self, domain: &mut Domain, raw: Option<&RawDomain>) -> Names {
        let Some(raw) = raw else { return Names { apex: None, all: Vec::new() } };
        domain.apex = self.read(raw.apex.as_ref(), None, read::apex);
        domain.canonical = self.read(raw.canonical.as_ref(), None, read::origin);
        let registered = |o: &Origin| Name::parse(&o.host).ok()?.registrable();
        let apex = match (&raw.apex, &domain.canonical) {
            (Some(_), _) => domain.apex.clone(),
            (None, canonical) => canonical.as_ref().and_then(registered),
        };
        let mut names = Names { all: apex.clone().into_iter().collect(), apex };
        self.old(domain, raw, &mut names);
        self.canonical(domain, raw, &names);
        for host in &raw.hosts {
            self.host(domain, host, &mut names);
        }
        domain.owned = raw.owned.as_deref().copied().unwrap_or(false);
        if let Some(at) = raw.owned.as_ref().filter(|_| domain.owned && raw.apex.is_none() && raw.canonical.is_none()) {
            self.problem(at.span(), None, "says nothing yet: write apex = \"…\", the domain that is yours");
        }
        names
    }

    fn old(&mut self, domain: &mut Domain, raw: &RawDomain, names: &mut Names) {
        for item in &raw.old {
            let Some(name) = self.read(Some(item), None, read::name) else { continue };
            if Some(&name) == names.apex.as_ref() {
                self.problem(item.span(), None, "is the domain in use; list only those used before");
            } else if domain.old.contains(&name) {
                self.problem(item.span(), None, "is listed twice");
            } else {
                names.all.push(name.clone());
                domain.old.push(name);
            }
        }
    }

    fn canonical(&mut self, domain: &Domain, raw: &RawDomain, names: &Names) {
        let (Some(at), Some(origin)) = (&raw.canonical, &domain.canonical) else { return };
        let Ok(name) = Name::parse(&origin.host) else { return };
        if let Some(apex) = names.apex.as_ref().filter(|apex| name.as_str().contains('.') && !name.is_under(apex)) {
            self.problem(at.span(), None, format!("lies outside {apex}; visitors should end up under the apex"));
        }
    }

    fn host(&mut self, domain: &mut Domain, raw: &At<RawHost>, names: &mut Names) {
        let (entry, header) = (Entry { list: "domain.hosts".to_owned(), start: raw.span().start }, raw.span());
        let Some(name) = self.need("name", raw.name.as_ref(), &entry, &header, read::name) else { return };
        let Some(at) = &raw.name else { return };
        let foreign = raw.foreign.as_deref().copied().unwrap_or(false);
        if domain.hosts.iter().chain(&domain.foreign).any(|h| h.name == name) {
            return self.problem(at.span(), Some(&entry), "is declared twice");
        }
        match (names.outside(&name).cloned(), foreign) {
            (Some(apex), false) => {
                let message = format!("lies outside {apex}; write foreign = true if another company runs it");
                return self.problem(at.span(), Some(&entry), message);
            }
            (None, true) if names.apex.is_some() => {
                return self.problem(at.span(), Some(&entry), "lies under your own domain; leave foreign out");
            }
            _ => {}
        }
        let purpose = raw.purpose.as_deref().copied().unwrap_or_else(|| Purpose::guess(name.as_str()));
        names.all.push(name.clone());
        let list = if foreign { &mut domain.foreign } else { &mut domain.hosts };
        list.push(DeclaredHost { name, purpose });
    }

    /// The routes that are right.
    pub fn routes(&mut self, raw: &[At<RawRoute>], names: &Names) -> Vec<DeclaredRoute> {
        let mut out: Vec<DeclaredRoute> = Vec::new();
        for route in raw {
            let (entry, header) = (Entry { list: "route".to_owned(), start: route.span().start }, route.span());
            let path = self.need("path", route.path.as_ref(), &entry, &header, read::path);
            if route.kind.is_none() {
                self.missing("kind", &entry, &header);
            }
            let host = self.read(route.host.as_ref(), Some(&entry), read::name);
            if let (Some(name), Some(at)) = (&host, &route.host)
                && let Some(apex) = names.outside(name)
            {
                let message = format!("lies outside {apex}; declare it under [[domain.hosts]] first");
                self.problem(at.span(), Some(&entry), message);
            }
            let (Some(path), Some(kind)) = (path, route.kind.as_deref().copied()) else { continue };
            let declared = DeclaredRoute { path, kind, host };
            if out.contains(&declared) {
                self.problem(header, Some(&entry), "is declared twice");
            } else {
                out.push(declared);
            }
        }
        out
    }
}
