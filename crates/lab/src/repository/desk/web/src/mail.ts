import { env } from "./env";

export async function invoice(to: string, pdf: Uint8Array) {
  const key = env.RESEND_API_KEY;
  return send(key, { to, from: "Acme Desk <invoices@acme.example>", pdf });
}
