//! What a file is, by its name. Names decide how strictly a value is judged: `password = hunter` in a `.env` is a
//! password, in a translation file it is a label.

use std::collections::HashSet;
use std::sync::LazyLock;

/// How the text of a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Program text: only literals count.
    Code,
    /// Settings, one name and one value each.
    Config,
    /// Settings or data: could be either.
    Data,
    /// For people.
    Prose,
    /// Names and hashes of packages.
    Lock,
    Netrc,
    Pgpass,
    Hashes,
    Docker,
    Dump,
    MasterKey,
    /// Lines of a log.
    Log,
    Unknown,
}

/// What is known of a file from its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    pub(crate) format: Format,
    /// Under a folder of tests, fixtures or documentation.
    pub(crate) test: bool,
    /// Words for translators, types for documentation.
    pub(crate) labels: bool,
}

impl FileKind {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { format: Format::Unknown, test: false, labels: false };
    /// A log.
    pub const LOG: Self = Self { format: Format::Log, test: false, labels: false };

    /// By path, with `/` between folders.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let lower = path.to_ascii_lowercase();
        let name = lower.rsplit('/').next().unwrap_or_default();
        let folders: Vec<&str> = lower.split('/').collect();
        let folders = &folders[..folders.len() - 1];
        let test =
            folders.iter().any(|f| TESTS.contains(f.split(['_', '-', '.']).next().unwrap_or(f)) || TESTS.contains(*f))
                || name.contains(".test.")
                || name.contains(".spec.")
                || name.contains("_test.")
                || name.starts_with("test_");
        let labels = folders.iter().any(|f| LABELS.contains(*f))
            || ["openapi", "swagger", "schema", "messages", "i18n", "locale"].iter().any(|w| name.contains(w));
        Self { format: format(name, folders), test, labels }
    }

    /// Under a folder of tests, examples or documentation.
    #[must_use]
    pub fn is_test(self) -> bool {
        self.test
    }

    /// What is packed in a file of tests belongs to the tests.
    #[must_use]
    pub(crate) fn within(self, outer: Self) -> Self {
        Self { test: self.test || outer.test, ..self }
    }

    /// Whether a format of its own is read beside the rules.
    #[must_use]
    pub fn has_parser(self) -> bool {
        matches!(
            self.format,
            Format::Config
                | Format::Netrc
                | Format::Pgpass
                | Format::Hashes
                | Format::Docker
                | Format::Dump
                | Format::MasterKey
        )
    }

    /// Whether it lists packages and their hashes.
    #[must_use]
    pub fn is_lock(self) -> bool {
        self.format == Format::Lock
    }
}

static TESTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "test tests testing __tests__ spec specs fixtures fixture testdata test-data test_data mocks __mocks__ \
     examples example docs doc samples sample unit mock"
        .split_whitespace()
        .collect()
});
static LABELS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| "i18n l10n locales locale lang langs translations schemas openapi".split_whitespace().collect());

static LOCKS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock composer.lock gemfile.lock \
     poetry.lock pipfile.lock uv.lock cargo.lock go.sum packages.lock.json mix.lock pubspec.lock podfile.lock \
     flake.lock gradle.lockfile verification-metadata.xml deno.lock"
        .split_whitespace()
        .collect()
});

/// Names that are settings whatever their ending.
static CONFIGS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    ".npmrc .yarnrc .pypirc .s3cfg .boto .esmtprc .msmtprc .muttrc .ftpconfig .remote-sync.json sftp-config.json \
     sftp.json webservers.xml filezilla.xml recentservers.xml sitemanager.xml .bashrc .bash_profile .zshrc \
     .profile .zshenv .gitconfig credentials wp-config.php configuration.php settings.php database.yml \
     secrets.yml mongoid.yml settings.xml nuget.config web.config app.config gradle.properties local.properties \
     robomongo.json deployment-config.json logins.json hub hub.yml hosts.yml .tugboat dbeaver-data-sources.xml \
     data-sources.json ventrilo_srv.ini terraform.tfvars express.json heroku.json .dockercfg my.cnf .my.cnf \
     odbc.ini pg_service.conf .pg_service.conf wpa_supplicant.conf config.inc.php local_settings.py settings.py \
     parameters.yml irssi.conf docker-compose.yml docker-compose.yaml compose.yml compose.yaml dockerfile \
     .credentials application.yml appsettings.json connections.xml ws_ftp.ini"
        .split_whitespace()
        .collect()
});

static CODE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "js mjs cjs ts tsx jsx vue svelte py rb php go rs java kt kts scala cs vb fs c h cc cpp hpp m mm swift dart \
     ex exs erl pl pm lua r jl clj groovy ps1 gradle sol elm hs ml html htm erb twig ejs ipynb css scss less sass \
     styl"
        .split_whitespace()
        .collect()
});

fn format(name: &str, folders: &[&str]) -> Format {
    let ending = name.rsplit_once('.').map_or("", |(_, e)| e);
    let folder = folders.last().copied().unwrap_or_default();
    match name {
        ".netrc" | "_netrc" | ".authinfo" => return Format::Netrc,
        ".pgpass" | "pgpass.conf" => return Format::Pgpass,
        "shadow" | ".htpasswd" | "htpasswd" | "proftpdpasswd" | "passwd" | "gshadow" => return Format::Hashes,
        ".dockercfg" | ".dockerconfigjson" => return Format::Docker,
        "config.json" if matches!(folder, ".docker" | "docker") => return Format::Docker,
        "master.key" => return Format::MasterKey,
        _ => {}
    }
    if LOCKS.contains(name) || ending == "lock" {
        return Format::Lock;
    }
    if name.starts_with(".env")
        || ending == "env"
        || CONFIGS.contains(name)
        || name.starts_with("dockerfile")
        || (name == "config" && matches!(folder, ".aws" | ".ssh" | ".kube" | ".git" | ".irssi"))
    {
        return Format::Config;
    }
    match ending {
        "ini" | "cfg" | "conf" | "config" | "properties" | "tfvars" | "tfstate" | "cnf" | "rc" | "sh" | "bash"
        | "zsh" | "fish" | "plist" | "reg" => Format::Config,
        "json" | "yml" | "yaml" | "toml" | "xml" | "tf" | "hcl" | "json5" | "hocon" | "csv" | "map" => Format::Data,
        "sql" | "dump" => Format::Dump,
        "log" => Format::Log,
        "md" | "rst" | "adoc" | "txt" | "po" | "pot" | "tex" => Format::Prose,
        e if CODE.contains(e) => Format::Code,
        _ if name.starts_with('.') && name.ends_with("rc") => Format::Config,
        _ => Format::Unknown,
    }
}
