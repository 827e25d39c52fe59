//! Each known mail service is recognised by what its customers publish.
#![allow(clippy::unwrap_used)]

use mail::provider::{PROVIDERS, of_selector, recognized};

fn names(mx: &str, include: &str) -> Vec<&'static str> {
    recognized(&[mx.to_owned()], &[include.to_owned()]).into_iter().map(|provider| provider.name).collect()
}

#[test]
fn services_are_recognised_from_mx_and_spf() {
    let cases = [
        ("ASPMX.L.google.com.", "", "Google Workspace"),
        ("smtp.google.com", "", "Google Workspace"),
        ("", "_spf.google.com", "Google Workspace"),
        ("acme-com.mail.protection.outlook.com", "", "Microsoft 365"),
        ("acme-com.p-v1.mx.microsoft", "", "Microsoft 365"),
        ("", "SPF.protection.outlook.com.", "Microsoft 365"),
        ("", "spf.mtasv.net", "Postmark"),
        ("", "sendgrid.net", "SendGrid"),
        ("feedback-smtp.eu-west-1.amazonses.com", "", "Amazon SES"),
        ("", "amazonses.com", "Amazon SES"),
        ("mxa.eu.mailgun.org", "", "Mailgun"),
        ("", "mailgun.org", "Mailgun"),
        ("", "spf.brevo.com", "Brevo"),
        ("mx2.zoho.eu", "", "Zoho"),
        ("", "zohomail.com", "Zoho"),
    ];
    for (mx, include, expected) in cases {
        assert_eq!(names(mx, include), [expected], "{mx} {include}");
    }
    assert_eq!(names("smtp.google.com", "sendgrid.net"), ["Google Workspace", "SendGrid"]);
    assert!(names("mx.notgoogle.com", "google.com.evil.example").is_empty());
}

#[test]
fn a_selector_tells_the_service_only_when_nobody_else_would_choose_it() {
    assert_eq!(of_selector("Resend").map(|provider| provider.name), Some("Resend"));
    assert_eq!(of_selector("selector2").map(|provider| provider.name), Some("Microsoft 365"));
    assert_eq!(of_selector("s1"), None);
    assert_eq!(of_selector("20260101"), None);
}

#[test]
fn every_service_says_how_to_get_a_key() {
    for provider in PROVIDERS {
        assert!(provider.dkim.contains("publish") && !provider.dkim.ends_with('.'), "{}", provider.name);
    }
}
