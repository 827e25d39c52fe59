//! By which names certificate authorities are named in CAA records. Only what is certain stands here: an authority
//! that is missing is not judged, a wrong entry would forbid a certificate that renews well.

/// Beginning of the issuer organisation in lower case, and the names it accepts, the usual one first.
const ISSUERS: &[(&str, &[&str])] = &[
    ("let's encrypt", &["letsencrypt.org"]),
    ("google trust services", &["pki.goog"]),
    ("digicert", &["digicert.com", "symantec.com", "geotrust.com", "rapidssl.com", "thawte.com"]),
    ("sectigo", SECTIGO),
    // ZeroSSL's certificates come out of Sectigo's systems.
    ("zerossl", SECTIGO),
    ("amazon", &["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]),
    ("globalsign", &["globalsign.com"]),
    ("buypass", &["buypass.com"]),
];

const SECTIGO: &[&str] = &["sectigo.com", "comodo.com", "comodoca.com", "usertrust.com", "trust-provider.com"];

/// The names that stand for the organisation that issued a certificate.
pub(super) fn caa_names(organisation: &str) -> Option<&'static [&'static str]> {
    let organisation = organisation.to_lowercase().replace('’', "'");
    let begins =
        |start: &str| organisation.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    ISSUERS.iter().find(|(start, _)| begins(start)).map(|(_, names)| *names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_authority_of_the_table_is_found_by_its_organisation() {
        let known = [
            ("Let's Encrypt", "letsencrypt.org"),
            ("Google Trust Services LLC", "pki.goog"),
            ("DigiCert, Inc.", "digicert.com"),
            ("Sectigo Limited", "sectigo.com"),
            ("ZeroSSL", "sectigo.com"),
            ("Amazon", "amazon.com"),
            ("GlobalSign nv-sa", "globalsign.com"),
            ("Buypass AS-983163327", "buypass.com"),
        ];
        assert_eq!(known.len(), ISSUERS.len());
        for (organisation, name) in known {
            assert_eq!(caa_names(organisation).map(|n| n[0]), Some(name), "{organisation}");
        }
    }

    #[test]
    fn a_likeness_is_no_match() {
        assert_eq!(caa_names("Amazonia Trust"), None);
        assert_eq!(caa_names("Acme Office CA"), None);
    }
}
