/** Help texts, one per command; plain JavaScript so that `--help` needs no compiler. */
export const HELP = {
  mailtrail: `mailtrail: tracks and logs the mail people send from Outlook

Usage: mailtrail COMMAND [options]

  serve      run the server (with the sandbox, unless Entra and a public address are set)
  embed      outgoing HTML -> the HTML as it would be sent
  classify   received mail (.eml) -> what kind it is, what it answers, what is new in it
  render     HTML of a mail -> the safe HTML that the timeline shows
  manifest   the add-in's manifest for an address

mailtrail COMMAND --help says more.
`,
};
