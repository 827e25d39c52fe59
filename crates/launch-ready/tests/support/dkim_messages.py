"""Messages signed by dkimpy, healthy and broken, their keys, and what dkimpy itself says of each.

Usage: dkim_messages.py FOLDER. Prints JSON: {"keys": {name: record}, "messages": {name: verdict of dkimpy}}.
"""
import base64, json, pathlib, subprocess, sys, time
import dkim
import nacl.signing

folder = pathlib.Path(sys.argv[1])
DOMAIN = b"acme.example"


def rsa(bits):
    private = subprocess.run(["openssl", "genrsa", str(bits)], check=True, capture_output=True).stdout
    public = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=private, check=True,
                            capture_output=True).stdout
    return private, "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()


def ed25519():
    key = nacl.signing.SigningKey.generate()
    public = base64.b64encode(bytes(key.verify_key)).decode()
    return base64.b64encode(bytes(key)), "v=DKIM1; k=ed25519; p=" + public


rsa_key, rsa_record = rsa(2048)
short_key, short_record = rsa(512)
_, other_record = rsa(2048)
ed_key, ed_record = ed25519()
_, other_ed_record = ed25519()
records = {
    "rsa": rsa_record, "ed": ed_record, "other": other_record, "othered": other_ed_record, "short": short_record,
    "revoked": "v=DKIM1; p=", "testing": rsa_record.replace("k=rsa", "k=rsa; t=y"), "broken": "v=DKIM1; p=AAAA",
    "swapped": ed_record, "services": rsa_record.replace("k=rsa", "k=rsa; s=tlsrpt"),
}
MESSAGE = (
    b"Received: from a.example ([192.0.2.1])\r\n\tby mx.example; Mon, 1 Jan 2024 00:00:00 +0000\r\n"
    b"From: Ann  <ann@acme.example>\r\nTo: bob@example.net\r\nSubject: Invoice  No. 1\r\n of  January \r\n"
    b"Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nMessage-ID: <1@acme.example>\r\n\r\n"
    b"Dear Bob,\r\n\r\nplease  pay \t\r\n.dot\r\n\r\nAnn\r\n\r\n\r\n"
)


def sign(selector, key, algorithm=b"rsa-sha256", form=(b"relaxed", b"relaxed"), message=MESSAGE, **more):
    return dkim.sign(message, selector, DOMAIN, key, canonicalize=form, signature_algorithm=algorithm, **more) + message


def with_tag(name, value, make):
    """dkimpy has no parameter for some tags; they are put in where it writes the header."""
    original = dkim.DKIM.gen_header

    def patched(self, fields, *rest, **named):
        at = [key for key, _ in fields].index(b"h")
        return original(self, fields[:at] + [(name, value)] + fields[at:], *rest, **named)

    dkim.DKIM.gen_header = patched
    try:
        return make()
    finally:
        dkim.DKIM.gen_header = original


messages = {}
for algorithm, selector, key in ((b"rsa-sha256", b"rsa", rsa_key), (b"ed25519-sha256", b"ed", ed_key)):
    for header in (b"simple", b"relaxed"):
        for body in (b"simple", b"relaxed"):
            name = b"-".join((b"healthy", selector, header, body)).decode()
            messages[name] = sign(selector, key, algorithm, (header, body))
    label = selector.decode()
    good = sign(selector, key, algorithm)
    messages["body-changed-" + label] = good.replace(b"pay", b"send")
    messages["footer-" + label] = good.rstrip(b"\r\n") + b"\r\n-- \r\nsent by a list\r\n"
    messages["header-changed-" + label] = good.replace(b"Invoice", b"[list] Invoice")
    messages["white-space-relaxed-" + label] = good.replace(b"Invoice  No", b"Invoice No").replace(b"please  pay \t", b"please pay")
    strict = sign(selector, key, algorithm, (b"simple", b"simple"))
    messages["white-space-simple-header-" + label] = strict.replace(b"Invoice  No", b"Invoice No")
    messages["white-space-simple-body-" + label] = strict.replace(b"please  pay \t", b"please pay")
    future = str(int(time.time()) + 86400).encode()
    messages["unsigned-field-added-" + label] = b"X-Spam: no\r\n" + good
    messages["expires-later-" + label] = with_tag(b"x", future, lambda: sign(selector, key, algorithm))
    length = sign(selector, key, algorithm, length=True)
    messages["length-" + label] = length
    messages["length-appended-" + label] = length.rstrip(b"\r\n") + b"\r\nbuy now\r\n"
    messages["length-cut-" + label] = length.replace(b"\r\nAnn\r\n", b"\r\n")
    messages["bare-line-feeds-" + label] = good.replace(b"\r\n", b"\n")

# Expired: the clock of the signer stands in 2001.
clock = time.time
for algorithm, selector, key in ((b"rsa-sha256", b"rsa", rsa_key), (b"ed25519-sha256", b"ed", ed_key)):
    time.time = lambda: 1000000000
    try:
        made = with_tag(b"x", b"1000086400", lambda: sign(selector, key, algorithm))
    finally:
        time.time = clock
    messages["expired-" + selector.decode()] = made

messages["wrong-key-rsa"] = sign(b"other", rsa_key)
messages["wrong-key-ed"] = sign(b"othered", ed_key, b"ed25519-sha256")
messages["no-key-rsa"] = sign(b"nowhere", rsa_key)
messages["revoked-rsa"] = sign(b"revoked", rsa_key)
messages["broken-key-rsa"] = sign(b"broken", rsa_key)
messages["swapped-key-rsa"] = sign(b"swapped", rsa_key)
messages["not-for-mail-rsa"] = sign(b"services", rsa_key)
messages["testing-rsa"] = sign(b"testing", rsa_key)
messages["short-key-rsa"] = sign(b"short", short_key)
messages["sha1-rsa"] = sign(b"rsa", rsa_key, b"rsa-sha1")
messages["two-signatures"] = sign(b"ed", ed_key, b"ed25519-sha256", message=sign(b"rsa", rsa_key))
messages["other-domain"] = sign(b"rsa", rsa_key, message=MESSAGE.replace(b"ann@acme.example", b"ann@other.example"))
messages["subdomain"] = sign(b"rsa", rsa_key, message=MESSAGE.replace(b"ann@acme.example", b"ann@news.acme.example"))
messages["unsigned"] = MESSAGE
messages["empty-body"] = sign(b"rsa", rsa_key, form=(b"simple", b"simple"), message=MESSAGE.split(b"\r\n\r\n")[0] + b"\r\n\r\n")
messages["empty-body-relaxed"] = sign(b"rsa", rsa_key, message=MESSAGE.split(b"\r\n\r\n")[0] + b"\r\n\r\n")
messages["ten-megabytes"] = sign(b"rsa", rsa_key, message=MESSAGE + b"x" * 70 + (b"\r\n" + b"y" * 70) * 145000)
messages["binary"] = sign(b"rsa", rsa_key, message=MESSAGE + bytes(range(256)) * 20 + b"\r\n")


def dns(name, timeout=5):
    selector = name.split(b".")[0].decode()
    record = records.get(selector)
    return record.encode() if record else None


verdicts = {}
for name, message in messages.items():
    (folder / (name + ".eml")).write_bytes(message)
    try:
        verdicts[name] = bool(dkim.verify(message, dnsfunc=dns))
    except Exception as error:
        verdicts[name] = False
print(json.dumps({"keys": records, "messages": verdicts}))
