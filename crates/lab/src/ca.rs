//! The lab's certificate authority: a root that counts as public, an intermediate, leaves with any defect.

use crate::world::{Certificate, Issuer};
use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer as Authority, KeyPair, KeyUsagePurpose, SubjectPublicKeyInfo,
};
use rustls::sign::{CertifiedKey, Signer, SigningKey};
use rustls::{SignatureAlgorithm, SignatureScheme};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, TrustAnchor};
use std::sync::Arc;
use time::OffsetDateTime;

/// Where leaves say that intermediates can be had (RFC 5280 §4.2.2.1).
const CA_ISSUERS: &str = "http://ca.lab-trust.example";

/// Anything that went wrong while signing; only a bug can cause it.
#[derive(Debug, thiserror::Error)]
pub enum CaError {
    /// Building a certificate.
    #[error("a certificate could not be made: {0}")]
    Make(#[from] rcgen::Error),
    /// Loading it back.
    #[error("a key could not be loaded: {0}")]
    Load(#[from] rustls::Error),
    /// The root as trust anchor.
    #[error("the root is no trust anchor: {0}")]
    Anchor(#[from] webpki::Error),
    /// A time outside the calendar.
    #[error("a certificate time is out of range: {0}")]
    Time(#[from] time::error::ComponentRange),
}

/// A certificate that signs leaves.
struct Intermediate {
    /// Where leaves say that it can be had.
    path: &'static str,
    der: CertificateDer<'static>,
    signer: Authority<'static, KeyPair>,
}

/// The public half of an RSA key of 1024 bits; the other was thrown away.
const WEAK_KEY: &[u8] = include_bytes!("rsa1024.der");
/// The lab's root as an older one signed it, with SHA-1.
const WEAK_CROSS: &[u8] = include_bytes!("cross_sha1.der");

/// Stands in for a key that no library signs with: its signatures are zeros.
#[derive(Debug)]
struct Pretender;

impl SigningKey for Pretender {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        offered.contains(&SignatureScheme::RSA_PSS_SHA256).then(|| Box::new(Self) as Box<dyn Signer>)
    }
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

impl Signer for Pretender {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        Ok(vec![0; 128])
    }
    fn scheme(&self) -> SignatureScheme {
        SignatureScheme::RSA_PSS_SHA256
    }
}

/// Keys and certificates of one lab.
pub(crate) struct Ca {
    now: Timestamp,
    root: CertificateDer<'static>,
    /// The lab's own intermediate, and one that bears the name of an authority which CAA records can name.
    intermediates: [Intermediate; 2],
    stranger: Authority<'static, KeyPair>,
    /// One key for all leaves: no check looks at equality of keys, and start-up stays short.
    leaf_key: KeyPair,
    signing: Arc<dyn SigningKey>,
}

impl Ca {
    /// A new root, intermediate and leaf key.
    pub(crate) fn new(now: Timestamp) -> Result<Self, CaError> {
        let root_key = KeyPair::generate()?;
        let root_params = authority("Lab Trust Root X1", "Lab Trust", now)?;
        let root = root_params.self_signed(&root_key)?.der().clone();
        let root_signer = Authority::new(root_params, root_key);

        let intermediate = |path, name, organisation| -> Result<_, CaError> {
            let key = KeyPair::generate()?;
            let params = authority(name, organisation, now)?;
            let der = params.signed_by(&key, &root_signer)?.der().clone();
            Ok(Intermediate { path, der, signer: Authority::new(params, key) })
        };
        let intermediates =
            [intermediate("/r1.der", "Lab Trust R1", "Lab Trust")?, intermediate("/r11.der", "R11", "Let's Encrypt")?];
        let stranger = Authority::new(authority("Office Gateway CA", "Office Gateway", now)?, KeyPair::generate()?);
        let leaf_key = KeyPair::generate()?;
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
        let signing = rustls::crypto::ring::sign::any_supported_type(&private)?;
        Ok(Self { now, root, intermediates, stranger, leaf_key, signing })
    }

    /// The root, as those who trust it hold it.
    pub(crate) fn anchor(&self) -> Result<TrustAnchor<'static>, CaError> {
        Ok(webpki::anchor_from_trusted_cert(&self.root)?.to_owned())
    }

    /// The root certificate.
    pub(crate) fn root(&self) -> &CertificateDer<'static> {
        &self.root
    }

    /// The intermediate certificates, with the paths at which leaves say that they can be had.
    pub(crate) fn intermediates(&self) -> impl Iterator<Item = (&'static str, &CertificateDer<'static>)> {
        self.intermediates.iter().map(|i| (i.path, &i.der))
    }

    /// Makes a leaf, with the chain as the server sends it.
    pub(crate) fn issue(&self, wanted: &Certificate) -> Result<Arc<CertifiedKey>, CaError> {
        let mut params = CertificateParams::new(wanted.names.clone())?;
        let mut name = DistinguishedName::new();
        if let Some(first) = wanted.names.first() {
            name.push(DnType::CommonName, first.clone());
        }
        params.distinguished_name = name;
        params.not_before = at(self.now, wanted.from_hours)?;
        params.not_after = at(self.now, wanted.to_hours)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.is_ca = IsCa::ExplicitNoCa;
        let [lab_trust, lets_encrypt] = &self.intermediates;
        let public = match wanted.issuer {
            Issuer::LabTrust => Some(lab_trust),
            Issuer::LetsEncrypt => Some(lets_encrypt),
            Issuer::ItsOwn | Issuer::Stranger => None,
        };
        if let Some(issuer) = public {
            params.use_authority_key_identifier_extension = true;
            params.custom_extensions.push(authority_information_access(issuer.path));
            if wanted.timestamps > 0 {
                params.custom_extensions.push(self.timestamps(wanted));
            }
        }
        if wanted.must_staple {
            // TLS feature: status_request (RFC 7633).
            let feature = der(0x30, &der(0x02, &[5]));
            params.custom_extensions.push(CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 24], feature));
        }
        let signer = public.map_or(&self.stranger, |issuer| &issuer.signer);
        let leaf = match wanted.issuer {
            Issuer::ItsOwn => params.self_signed(&self.leaf_key)?,
            _ if wanted.weak_key => params.signed_by(&SubjectPublicKeyInfo::from_der(WEAK_KEY)?, signer)?,
            _ => params.signed_by(&self.leaf_key, signer)?,
        };
        let mut chain = vec![leaf.der().clone()];
        chain.extend(wanted.mixed_up.then(|| self.root.clone()));
        chain.extend(public.filter(|_| wanted.send_intermediate).map(|issuer| issuer.der.clone()));
        chain.extend(wanted.weak_signature.then(|| CertificateDer::from(WEAK_CROSS)));
        let signing: Arc<dyn SigningKey> =
            if wanted.weak_key { Arc::new(Pretender) } else { Arc::clone(&self.signing) };
        Ok(Arc::new(CertifiedKey::new(chain, signing)))
    }

    /// The list of embedded timestamps (RFC 6962 §3.3), each with a dummy log and signature.
    fn timestamps(&self, wanted: &Certificate) -> CustomExtension {
        let issued = (self.now.as_second() + wanted.from_hours * 3600) * 1000;
        let mut list = Vec::new();
        for log in 0..wanted.timestamps {
            let mut one = vec![0]; // version 1
            one.extend([0xA0 + log; 32]); // log id
            one.extend(issued.to_be_bytes());
            one.extend([0, 0]); // no extensions
            one.extend([4, 3, 0, 8]); // SHA-256, ECDSA, eight octets
            one.extend(der(0x30, &[der(0x02, &[1 + log]), der(0x02, &[7])].concat()));
            list.extend((one.len() as u16).to_be_bytes());
            list.extend(one);
        }
        let mut content = (list.len() as u16).to_be_bytes().to_vec();
        content.extend(list);
        CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 11129, 2, 4, 2], der(0x04, &content))
    }
}

fn authority(name: &str, organisation: &str, now: Timestamp) -> Result<CertificateParams, CaError> {
    let mut params = CertificateParams::new(Vec::<String>::new())?;
    let mut subject = DistinguishedName::new();
    subject.push(DnType::OrganizationName, organisation);
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = at(now, -365 * 24)?;
    params.not_after = at(now, 5 * 365 * 24)?;
    Ok(params)
}

/// `caIssuers` alone: public authorities stop naming OCSP servers.
fn authority_information_access(path: &str) -> CustomExtension {
    let ca_issuers = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02];
    let access = der(0x30, &[der(0x06, &ca_issuers), der(0x86, format!("{CA_ISSUERS}{path}").as_bytes())].concat());
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], der(0x30, &access))
}

fn at(now: Timestamp, hours: i64) -> Result<OffsetDateTime, CaError> {
    Ok(OffsetDateTime::from_unix_timestamp(now.as_second() + hours * 3600)?)
}

/// One DER element.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        n @ 0..=127 => out.push(n as u8),
        n @ 128..=255 => out.extend([0x81, n as u8]),
        n => out.extend([0x82, (n >> 8) as u8, n as u8]),
    }
    out.extend(content);
    out
}
