// Each is loaded when it is asked for: `embed` needs no web server, and a live start touches nothing of the sandbox.
// Plain JavaScript, since only a `require` of a literal is found by whoever compiles these sources.
exports.commands = {
  serve: () => require('./serve').serveCommand,
  embed: () => require('./embed').embedCommand,
  classify: () => require('./classify').classifyCommand,
  judge: () => require('./judge').judgeCommand,
  render: () => require('./render').renderCommand,
  manifest: () => require('./manifest').manifestCommand,
  rejudge: () => require('./rejudge').rejudgeCommand,
  account: () => require('./account').accountCommand,
  doctor: () => require('./doctor').doctorCommand,
  erasures: () => require('./erasures').erasuresCommand,
};
exports.sandboxStart = () => require('./serve-sandbox').serveWithSandbox;
