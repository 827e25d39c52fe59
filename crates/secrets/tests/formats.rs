//! Configuration files as people leave them lying about, and texts that only look like it. Every value is made up here.

mod support;

use secrets::{Engine, FileKind};
use support::{Dice, value};

/// A password as people choose it.
const PASSWORD: &str = "tq-Zommer7!x";

/// File name, and a text in which `{p}` is a password, `{h}` 40 hex digits, `{b}` the base64 of `ann:tq-Zommer7!x`.
const LEAKY: &[(&str, &str)] = &[
    (".env", "DB_PASSWORD={p}"),
    (".env.production", "export SMTP_PASS='{p}'"),
    ("web/.env", "APP_SECRET={h}"),
    (".npmrc", "//registry.acme-desk.io/:_authToken={h}"),
    (".npmrc", "//registry.acme-desk.io/:_password={p}"),
    (".netrc", "machine api.acme-desk.io login ann password {p}"),
    ("_netrc", "machine api.acme-desk.io\n  login ann\n  password {p}"),
    (".pgpass", "db.acme-desk.io:5432:app:ann:{p}"),
    (".docker/config.json", "{\"auths\": {\"registry.acme-desk.io\": {\"auth\": \"{b}\"}}}"),
    (".dockercfg", "{\"https://registry.acme-desk.io\": {\"auth\": \"{b}\", \"email\": \"a@b.c\"}}"),
    ("wp-config.php", "define( 'DB_PASSWORD', '{p}' );"),
    ("configuration.php", "public $password = '{p}';"),
    ("settings.py", "DATABASES = {'default': {'USER': 'ann', 'PASSWORD': '{p}'}}"),
    ("config/secrets.yml", "production:\n  secret_key_base: {h}"),
    ("config/database.yml", "production:\n  username: ann\n  password: {p}"),
    ("config/master.key", "{m}"),
    (".git-credentials", "https://ann:{p}@git.acme-desk.io"),
    ("settings.xml", "<server><id>x</id><username>ann</username><password>{p}</password></server>"),
    ("gradle.properties", "nexusPassword={p}"),
    ("nuget.config", "<add key=\"ClearTextPassword\" value=\"{p}\" />"),
    (
        "web.config",
        "<add name=\"x\" connectionString=\"Server=db.acme-desk.io;Database=app;User Id=ann;Password={p};\" />",
    ),
    ("appsettings.json", "{\"ConnectionStrings\": {\"Main\": \"Server=db.acme-desk.io;User Id=ann;Password={p}\"}}"),
    ("terraform.tfvars", "db_password = \"{p}\""),
    ("terraform.tfstate", "{\"attributes\": {\"username\": \"ann\", \"password\": \"{p}\"}}"),
    (".bashrc", "export GITHUB_TOKEN={h}"),
    (".bash_profile", "alias db='x'\nexport DB_PASSWORD=\"{p}\""),
    ("sftp-config.json", "{\"host\": \"acme-desk.io\", \"password\": \"{p}\"}"),
    (".vscode/sftp.json", "{\n    \"password\": \"{p}\",\n}"),
    (".ftpconfig", "{\"user\": \"ann\", \"pass\": \"{p}\"}"),
    (".remote-sync.json", "{\"password\":\"{p}\"}"),
    (".idea/WebServers.xml", "<fileTransfer host=\"acme-desk.io\" password=\"{p}\" username=\"ann\" />"),
    ("filezilla.xml", "<Pass encoding=\"base64\">{p}</Pass>"),
    (".esmtprc", "identity ann\nhostname smtp.acme-desk.io:25\npassword {p}"),
    (".s3cfg", "access_key = x\nsecret_key = {h}"),
    (".my.cnf", "[client]\nuser=ann\npassword={p}"),
    ("application.properties", "spring.datasource.password={p}"),
    ("application.yml", "spring:\n  datasource:\n    password: {p}"),
    ("docker-compose.yml", "    environment:\n      - POSTGRES_PASSWORD={p}"),
    ("docker-compose.yml", "    environment:\n      POSTGRES_PASSWORD: {p}"),
    ("Dockerfile", "ENV API_TOKEN={h}"),
    ("k8s/secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  password: {b}\n"),
    ("k8s/secret.yaml", "kind: Secret\nstringData:\n  anything: \"{p}\"\n"),
    (".kube/config", "users:\n- name: ann\n  user:\n    password: {p}"),
    ("shadow", "ann:$6$kq7Zw2rT$9xL3vN8mQ1sD5fG7hJ2kP4bV6cX8zA0wE3rT5yU7iO9pL1kJ3hG5fD7sA9qW2eR4t:18000:0:99999:7:::"),
    (".htpasswd", "ann:$apr1$kq7Zw2rT$9xL3vN8mQ1sD5fG7hJ2kP4"),
    ("dump.sql", "INSERT INTO users VALUES (1,'ann','$2y$10$kq7Zw2rT9xL3vN8mQ1sD5fG7hJ2kP4bV6cX8zA0wE3rT5yU7iO9pL');"),
    ("dump.sql", "CREATE USER 'ann'@'%' IDENTIFIED BY '{p}';"),
    ("robomongo.json", "{\"userPassword\": \"{p}\"}"),
    ("deploy.sh", "curl -u ann:{p} https://api.acme-desk.io/v1/deploy"),
    ("deploy.sh", "mysql --host=db --password={p} app"),
    ("config.toml", "[database]\npassword = \"{p}\""),
    ("main.go", "db, err := sql.Open(\"postgres\", \"postgres://ann:{p}@db.acme-desk.io/app\")"),
    ("app.rb", "Redis.new(url: \"redis://:{p}@cache.acme-desk.io:6379/0\")"),
    ("worker.py", "broker = \"amqp://ann:{p}@mq.acme-desk.io:5672//\""),
    ("x.properties", "url=jdbc:mysql://db.acme-desk.io:3306/app?user=ann&password={p}"),
];

/// Texts in which nothing is secret.
const CLEAN: &[(&str, &str)] = &[
    (".env.example", "DB_PASSWORD=changeme\nAPI_TOKEN=your-token-here\nSECRET="),
    (".env", "DB_PASSWORD=${DB_PASSWORD}\nTOKEN=$(cat /run/secrets/token)\nPASSWORD_FILE=/run/secrets/db"),
    ("docker-compose.yml", "      POSTGRES_PASSWORD: ${DB_PASSWORD:?}\n      POSTGRES_PASSWORD_FILE: /run/secrets/db"),
    ("ci.yml", "        env:\n          TOKEN: ${{ secrets.TOKEN }}"),
    (
        "package-lock.json",
        "\"integrity\": \"sha512-kq7Zw2rT9xL3vN8mQ1sD5fG7hJ2kP4bV6cX8zA0wE3rT5yU7iO9pLkq7Zw2rT9xL3vN8mQ1sD5fG7hJ2kP4==\"",
    ),
    (
        "index.html",
        "<script src=\"x.js\" integrity=\"sha384-kq7Zw2rT9xL3vN8mQ1sD5fG7hJ2kP4bV6cX8zA0wE3rT5yU7iO9pLkq7Zw2rT9xL\"></script>",
    ),
    (
        "app.ts",
        "const token = await getToken(user);\nconst password = form.password.value;\nif (password === confirmPassword) {}",
    ),
    ("app.ts", "export const PASSWORD_RESET_TOKEN_EXPIRED = 'auth/expired-password-reset-token';"),
    ("locales/fr.json", "{\"password\": \"Mot-de-passe1!\", \"token\": \"Jeton\"}"),
    ("openapi.yaml", "password:\n  type: string\n  example: Passw0rd-77x"),
    ("main.tf", "password = var.db_password\ntoken    = data.vault_secret.x.data[\"token\"]"),
    ("README.md", "Set `password=hunter2` or use https://user:password@example.com/path"),
    ("a.py", "SECRET_KEY = os.environ[\"SECRET_KEY\"]\npassword = getpass.getpass()"),
    (
        "a.json",
        "{\"id\": \"2f1c7a94-4b1e-4a52-9c3e-8f2d1b6a7c90\", \"commit\": \"9f86d081884c7d659a2feaa0c55ad0159f86d081\", \"token_type\": \"Bearer\"}",
    ),
    ("a.rs", "let secret: &str = &settings.client_secret;\nlet api_key = ApiKey::new(name);"),
    ("a.css", ":root { --pass: #0f7a3d; --token: #aabbcc; }"),
    ("db.js", "const url = `postgres://${user}:${password}@${host}/app`"),
    ("alembic.ini", "sqlalchemy.url = driver://user:pass@localhost/dbname"),
    (
        "key.pem",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEkq7Zw2rT9xL3vN8mQ1sD5fG7hJ2kP4bV6cX8zA0wE3rT5yU7iO9pLkq7Zw2rT9xL3vN8m\n-----END PUBLIC KEY-----",
    ),
    ("x.go", "const begin = \"-----BEGIN RSA PRIVATE KEY-----\""),
    ("settings.py", "SECRET_KEY = 'django-insecure-kq7zw2rt9xl3vn8mq1sd5fg7hj2kp4bv6cx8za0we3rt5yu7'"),
    ("test/fixtures/server.js", "const password = 'Tq7-Zk2m!X9v'"),
];

fn fill(text: &str) -> (String, Vec<String>) {
    let mut dice = Dice::new(text);
    let hex: String = (0..40).map(|_| char::from(b"0123456789abcdef"[dice.below(16)])).collect();
    let key = hex[..32].to_owned();
    let both = base64(format!("ann:{PASSWORD}").as_bytes());
    let filled = text.replace("{p}", PASSWORD).replace("{h}", &hex).replace("{b}", &both).replace("{m}", &key);
    (filled, vec![PASSWORD.to_owned(), hex, both, key])
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let n = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = usize::try_from(n >> (18 - 6 * i) & 63).expect("small");
            out.push(if i <= chunk.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    out
}

#[test]
fn leaky_files_are_told() {
    let engine = Engine::new().expect("valid rules");
    let mut missed = Vec::new();
    for (path, text) in LEAKY {
        let (text, values) = fill(text);
        let hits = engine.scan(text.as_bytes(), FileKind::of(path));
        let hash = text.contains('$') && !text.contains(PASSWORD);
        let found = hits.iter().any(|h| {
            let seen = &text[h.range.clone()];
            hash || values.iter().any(|v| seen.contains(v.as_str()) || v.contains(seen))
        });
        if !found {
            missed.push(format!("{path}: {text}"));
        }
    }
    assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), LEAKY.len());
}

#[test]
fn clean_files_are_left_alone() {
    let engine = Engine::new().expect("valid rules");
    let mut wrong = Vec::new();
    for (path, text) in CLEAN {
        for hit in engine.scan(text.as_bytes(), FileKind::of(path)) {
            wrong.push(format!("{path}: {} {}", engine.rules()[hit.rule].id, &text[hit.range]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn tokens_tell_whom_they_make_you() {
    let engine = Engine::new().expect("valid rules");
    let token = |role: &str| {
        let part = |json: &str| base64(json.as_bytes()).trim_end_matches('=').replace('+', "-").replace('/', "_");
        let mut dice = Dice::new(role);
        let signature: String =
            (0..43).map(|_| char::from(b"abcdefghijkmnpqrstuvwxyz23456789"[dice.below(32)])).collect();
        format!(
            "{}.{}.{signature}",
            part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"),
            part(&format!("{{\"iss\":\"supabase\",\"role\":\"{role}\",\"iat\":1700000000}}"))
        )
    };
    for (role, rule) in [("service_role", "jwt-service-role"), ("anon", "jwt-anon"), ("authenticated", "jwt")] {
        let text = format!("const client = createClient(url, '{}')", token(role));
        let hits = engine.scan(text.as_bytes(), FileKind::of("bundle.js"));
        let [hit] = hits.as_slice() else { panic!("{role}: {hits:?}") };
        assert_eq!(engine.rules()[hit.rule].id, rule);
    }
}

#[test]
fn a_made_up_checksum_lowers_the_alarm() {
    let engine = Engine::new().expect("valid rules");
    let severity =
        |token: String| engine.scan(format!("token = \"{token}\"").as_bytes(), FileKind::of("a.py"))[0].severity;
    let real = support::with_checksum("ghp_", &mut Dice::new("real"));
    let (_, source, _) = engine.sources().find(|(r, ..)| r.id == "github-pat").expect("there is one");
    let invented = value(source, &mut Dice::new("invented"));
    assert!(severity(real) > severity(invented));
}
