/** A mail of the server's own, to one person: plain text, no tracking. */
export interface ServerMail {
  to: string;
  subject: string;
  text: string;
}

/** Hands a mail over for delivery; rejects when it was not taken. Where none is set up, no mail of ours is sent. */
export interface MailTransport {
  send(mail: ServerMail): Promise<void>;
}
