//! Mail authentication without I/O: SPF, DKIM keys, DMARC, MTA-STS and TLS-RPT.
