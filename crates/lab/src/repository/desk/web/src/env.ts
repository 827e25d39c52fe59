import { z } from "zod";

// Every variable of the front end's server, checked when it starts.
const schema = z.object({
  API_URL: z.string().url(),
  SESSION_SECRET: z.string().min(32),
  STRIPE_SECRET_KEY: z.string(),
  RESEND_API_KEY: z.string(),
  LOG_FORMAT: z.string().default("json"),
});

export const env = schema.parse(process.env);
export const publicKey = process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY;
