"""A mail server on loopback (aiosmtpd) that delivers into a Maildir or mbox, signs with dkimpy where asked, and writes
Received, Return-Path and Authentication-Results as a recipient's server does.

Usage: smtp_sink.py '{"mode": "starttls"|"plain"|"smtps", "folder": ..., "mbox": bool, "key": file, "selector": ...,
"auth": bool, "cert": file, "certkey": file, "ip": ..., "refuse": bool, "damage": bool}'. Prints its port, then runs until its input ends.
"""
import asyncio, email.utils, json, mailbox, pathlib, ssl, sys, time
import dkim
from aiosmtpd.smtp import SMTP, AuthResult

options = json.loads(sys.argv[1])
context = None
if options.get("cert"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options["cert"], options["certkey"])


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if options.get("refuse"):
            return "550 5.7.1 relaying denied"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = envelope.content
        if options.get("key"):
            key = pathlib.Path(options["key"]).read_bytes()
            domain = envelope.mail_from.rsplit("@")[-1].encode()
            message = dkim.sign(message, options["selector"].encode(), domain, key) + message
        if options.get("damage"):
            message = message.replace(b"Subject: ", b"Subject: [list] ")
        date = email.utils.formatdate(time.time())
        top = (f"Return-Path: <{envelope.mail_from}>\r\nAuthentication-Results: mx.example; dkim=pass; spf=pass\r\n"
               f"Received: from out.acme.example (out.acme.example [{options['ip']}])\r\n\tby mx.example with ESMTPS; {date}\r\n")
        message = top.encode() + message
        folder = pathlib.Path(options["folder"])
        if options.get("mbox"):
            box = mailbox.mbox(folder, create=True)
            box.add(message.replace(b"\r\n", b"\n"))
            box.flush()
            box.close()
        else:
            mailbox.Maildir(folder, create=True).add(message.replace(b"\r\n", b"\n"))
        return "250 2.0.0 Ok: queued as 4711"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"ann" and data.password == b"hunter2"
    return AuthResult(success=good, handled=False)


def factory():
    starttls = context if options["mode"] == "starttls" else None
    return SMTP(Handler(), hostname="mx.example", tls_context=starttls, require_starttls=starttls is not None,
                authenticator=authenticate if options.get("auth") else None, auth_required=bool(options.get("auth")),
                auth_require_tls=False if options["mode"] == "smtps" else True)


async def main():
    loop = asyncio.get_running_loop()
    tls = context if options["mode"] == "smtps" else None
    server = await loop.create_server(factory, "127.0.0.1", 0, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
