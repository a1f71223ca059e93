// nodemailer-mail-tracking's Express endpoint as its README mounts it; what it hears it counts in memory.
import express from 'express';
import mailTracking from 'nodemailer-mail-tracking';

const port = Number(process.argv[2]);
let opened = 0;
const options = {
  baseUrl: `http://localhost:${port}/mail-track`,
  jwtSecret: 'bench',
  getData: (data) => data,
  onBlankImageView: () => {
    opened += 1;
  },
  onLinkClick: () => undefined,
};

const paths = [];
const transporter = {
  sendMail: ({ html }) => {
    paths.push(/mail-track(\/blank-image\/[^"]+)"/.exec(html)?.[1]);
  },
};
for (let i = 0; i < 1_000; i += 1) {
  const mail = { from: 'alice@brightwater.example', to: `p${i}@crowd.example`, html: '<p>Hello</p>' };
  await mailTracking.sendMail(options, transporter, mail);
}
const app = express();
app.use('/mail-track', mailTracking.expressApp(options));
app.get('/opened', (_request, response) => response.json({ opened }));
app.listen(port, 'localhost', () => {
  process.stdout.write(`${JSON.stringify(paths.map((path) => `/mail-track${path}`))}\nis ready\n`);
});
