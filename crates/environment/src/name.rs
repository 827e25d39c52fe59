//! What the name of a variable says.

/// Names that a platform, a runtime or a build tool sets by itself: nobody has to declare them.
const PROVIDED: [&str; 34] = [
    "BASE_URL",
    "CI",
    "COLORTERM",
    "DEBUG_COLORS",
    "DISPLAY",
    "DYNO",
    "EDITOR",
    "FORCE_COLOR",
    "FORWARDED_ALLOW_IPS",
    "HOME",
    "HOST",
    "HOSTNAME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LOGNAME",
    "NODE_ENV",
    "NODE_OPTIONS",
    "NODE_PATH",
    "NO_COLOR",
    "NO_PROXY",
    "PATH",
    "PORT",
    "PWD",
    "PYTHONPATH",
    "PYTHONUNBUFFERED",
    "SHELL",
    "TEMP",
    "TERM",
    "TMPDIR",
    "TZ",
    "USER",
];

/// Prefixes of such names.
const PROVIDED_PREFIXES: [&str; 24] = [
    "ACTIONS_",
    "AWS_LAMBDA_",
    "BUILDKITE_",
    "CARGO_",
    "CI_",
    "CIRCLE_",
    "CF_PAGES",
    "FLY_",
    "GITHUB_",
    "GITLAB_",
    "HEROKU_",
    "K_",
    "KUBERNETES_",
    "LAMBDA_",
    "NETLIFY_",
    "NEXT_RUNTIME",
    "RAILWAY_",
    "RENDER_",
    "RUNNER_",
    "VERCEL_",
    "XDG_",
    "npm_",
    "NETLIFY",
    "RENDER_EXTERNAL",
];

/// Prefixes behind which a build tool copies the value into the browser's bundle, with the tool.
pub const PUBLIC_PREFIXES: [(&str, &str); 9] = [
    ("NEXT_PUBLIC_", "Next.js"),
    ("VITE_", "Vite"),
    ("REACT_APP_", "Create React App"),
    ("NUXT_PUBLIC_", "Nuxt"),
    ("EXPO_PUBLIC_", "Expo"),
    ("GATSBY_", "Gatsby"),
    ("VUE_APP_", "Vue CLI"),
    ("STORYBOOK_", "Storybook"),
    ("PUBLIC_", "SvelteKit and Astro"),
];

/// Can it be the name of a variable at all (POSIX: letters, digits, `_`, not a digit first)?
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 128
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().any(|c| c.is_ascii_alphabetic())
}

/// Written in capitals, as the names of variables usually are; tells them from other words.
#[must_use]
pub fn is_upper_name(text: &str) -> bool {
    is_name(text) && text.len() >= 2 && !text.chars().any(|c| c.is_ascii_lowercase())
}

/// Is it set by the platform or the runtime?
#[must_use]
pub fn is_provided(name: &str) -> bool {
    PROVIDED.contains(&name)
        || PROVIDED_PREFIXES.iter().any(|p| name.starts_with(p))
        || name == "VERCEL"
        || name == "RENDER"
}

/// The build tool that would publish it.
#[must_use]
pub fn published_by(name: &str) -> Option<&'static str> {
    PUBLIC_PREFIXES.iter().find(|(p, _)| name.starts_with(p) && name.len() > p.len()).map(|(_, tool)| *tool)
}

/// Services whose keys are for servers only: a `…_API_KEY` of theirs in a browser can be used by everybody.
const SERVER_ONLY: [&str; 22] = [
    "ANTHROPIC",
    "AUTH0_CLIENT",
    "AWS",
    "BREVO",
    "COHERE",
    "GITHUB",
    "HUGGINGFACE",
    "MAILGUN",
    "MAILCHIMP",
    "MISTRAL",
    "MONGODB",
    "OPENAI",
    "OPENROUTER",
    "PINECONE",
    "POSTMARK",
    "REPLICATE",
    "RESEND",
    "SENDGRID",
    "SLACK",
    "STRIPE_SK",
    "TWILIO",
    "GROQ",
];

/// Does the name say that its value is secret?
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let parts: Vec<&str> = name.split('_').collect();
    let has = |word: &str| parts.contains(&word);
    let ends = |word: &str| name == word || name.ends_with(&format!("_{word}"));
    // Settings about secrets are none: lifetimes, addresses, switches, names.
    let about = [
        "URL",
        "URI",
        "ENDPOINT",
        "TTL",
        "EXPIRY",
        "EXPIRES",
        "EXPIRATION",
        "LIFETIME",
        "LENGTH",
        "MIN",
        "MAX",
        "ENABLED",
        "FILE",
        "PATH",
        "NAME",
        "HEADER",
        "ISSUER",
        "AUDIENCE",
        "ALGORITHM",
        "ID",
        "ROUNDS",
        "TIMEOUT",
        "LIMIT",
        "TYPE",
        "DAYS",
        "SECONDS",
        "MINUTES",
        "HOURS",
        "IN",
        "DIR",
        "ARN",
        "VERSION",
    ];
    let last = parts.last().copied().unwrap_or_default();
    if holds_address(&name) {
        return true;
    }
    if about.contains(&last)
        || has("PUBLISHABLE")
        || has("PUBLIC") && !has("PRIVATE")
        || has("ANON")
        || ends("SITE_KEY")
    {
        return false;
    }
    [
        "SECRET",
        "SECRETS",
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "PWD",
        "TOKEN",
        "CREDENTIALS",
        "APIKEY",
        "PASS",
        "SALT",
        "PEPPER",
    ]
    .iter()
    .any(|w| has(w))
        || [
            "API_KEY",
            "ACCESS_KEY",
            "PRIVATE_KEY",
            "SIGNING_KEY",
            "ENCRYPTION_KEY",
            "SERVICE_ROLE_KEY",
            "SECRET_KEY",
            "APP_KEY",
            "MASTER_KEY",
            "SERVICE_KEY",
            "AUTH_KEY",
            "SERVICE_ROLE",
            "WEBHOOK_KEY",
            "KEY_BASE",
            "ACCOUNT_KEY",
            "STORAGE_KEY",
        ]
        .iter()
        .any(|w| name.contains(w))
        || ends("_KEY") && SERVER_ONLY.iter().any(|s| name.contains(s))
}

/// Is it the address of a database or broker, which holds user and password?
#[must_use]
pub fn holds_address(name: &str) -> bool {
    let service = [
        "DATABASE",
        "DB",
        "POSTGRES",
        "POSTGRESQL",
        "MYSQL",
        "MARIADB",
        "MONGO",
        "MONGODB",
        "REDIS",
        "AMQP",
        "RABBITMQ",
        "CLOUDAMQP",
        "SMTP",
        "ELASTICSEARCH",
        "KAFKA",
        "BROKER",
        "DIRECT",
    ];
    let parts: Vec<&str> = name.split('_').collect();
    let address = matches!(parts.last(), Some(&("URL" | "URI" | "DSN")));
    (address && parts.iter().any(|p| service.contains(p))) || name.ends_with("CONNECTION_STRING")
}

/// A name behind a public prefix whose value no browser may have. Keys that are made for browsers (maps, analytics,
/// publishable and anonymous keys) are none.
#[must_use]
pub fn is_secret_made_public(name: &str) -> bool {
    let Some((prefix, _)) = PUBLIC_PREFIXES.iter().find(|(p, _)| name.starts_with(p)) else { return false };
    let inner = &name[prefix.len()..];
    let parts: Vec<&str> = inner.split('_').collect();
    let has = |word: &str| parts.contains(&word);
    if !is_secret(inner) {
        return false;
    }
    has("SECRET")
        || has("PASSWORD")
        || has("PASSWD")
        || has("PASSPHRASE")
        || inner.contains("PRIVATE_KEY")
        || inner.contains("SERVICE_ROLE")
        || holds_address(inner)
        || SERVER_ONLY.iter().any(|s| inner.contains(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_names_and_names_about_secrets() {
        for name in [
            "STRIPE_SECRET_KEY",
            "DATABASE_URL",
            "JWT_SECRET",
            "SMTP_PASSWORD",
            "OPENAI_API_KEY",
            "SECRET_KEY_BASE",
            "APP_KEY",
            "GITHUB_TOKEN",
            "SUPABASE_SERVICE_ROLE_KEY",
            "AZURE_STORAGE_CONNECTION_STRING",
            "AWS_SECRET_ACCESS_KEY",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "PASSWORD_MIN_LENGTH",
            "TOKEN_TTL",
            "STRIPE_PUBLISHABLE_KEY",
            "SUPABASE_ANON_KEY",
            "RECAPTCHA_SITE_KEY",
            "AWS_ACCESS_KEY_ID",
            "PASSWORD_RESET_URL",
            "API_URL",
            "SENTRY_DSN",
            "LOG_LEVEL",
            "PUBLIC_KEY",
            "JWT_EXPIRES_IN",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_key_made_for_browsers_is_not_made_public_by_its_prefix() {
        for name in [
            "NEXT_PUBLIC_STRIPE_SECRET_KEY",
            "VITE_OPENAI_API_KEY",
            "REACT_APP_DB_PASSWORD",
            "VITE_SUPABASE_SERVICE_ROLE_KEY",
            "NEXT_PUBLIC_DATABASE_URL",
        ] {
            assert!(is_secret_made_public(name), "{name}");
        }
        for name in [
            "NEXT_PUBLIC_FIREBASE_API_KEY",
            "VITE_MAPBOX_TOKEN",
            "NEXT_PUBLIC_SUPABASE_ANON_KEY",
            "VITE_API_URL",
            "NEXT_PUBLIC_POSTHOG_KEY",
            "PUBLIC_STRIPE_PUBLISHABLE_KEY",
            "NEXT_PUBLIC_GOOGLE_MAPS_API_KEY",
            "STRIPE_SECRET_KEY",
        ] {
            assert!(!is_secret_made_public(name), "{name}");
        }
    }

    #[test]
    fn what_the_platform_sets_needs_no_declaration() {
        assert!(is_provided("NODE_ENV") && is_provided("VERCEL_URL") && is_provided("PORT"));
        assert!(!is_provided("DATABASE_URL"));
        assert_eq!(published_by("NEXT_PUBLIC_A"), Some("Next.js"));
        assert_eq!(published_by("VITE_"), None);
    }
}
