/** A newsletter that is ready to be sent, as blocks of core/marketing/content. `site`: where its links lead. */
export function newsletter(site: string) {
  return {
    form: 'blocks' as const,
    lang: 'en',
    subject: 'Spring on the water, {{ contact.first_name | default: "hello" }}',
    preheader: 'Three new boats, a film, and an open day',
    blocks: [
      { kind: 'heading' as const, id: 'title', text: 'Spring on the water' },
      {
        kind: 'text' as const,
        id: 'hello',
        html: '<p>Hello {{ contact.first_name | default: "there" }},</p><p>the ice is gone and our boats are out. On <strong>12 May</strong> the yard is open for everybody at {{ contact.company | default: "your company" }}: come and try one.</p>',
      },
      {
        kind: 'button' as const,
        id: 'prices',
        text: 'See this year’s prices',
        href: `${site}/pricing?from=newsletter`,
      },
      { kind: 'divider' as const, id: 'line' },
      {
        kind: 'columns' as const,
        id: 'news',
        columns: [
          {
            blocks: [
              { kind: 'heading' as const, id: 'case', text: 'A day a week', level: 3 as const },
              {
                kind: 'text' as const,
                id: 'case-text',
                html: `<p>How four people stopped chasing answers. <a href="${site}/case-study?from=newsletter">Read their story</a></p>`,
              },
            ],
          },
          {
            blocks: [
              { kind: 'heading' as const, id: 'ask', text: 'A question?', level: 3 as const },
              {
                kind: 'text' as const,
                id: 'ask-text',
                html: `<p>Just answer this mail, or <a href="${site}/contact?from=newsletter">come by</a>.</p>`,
              },
            ],
          },
        ],
      },
      {
        kind: 'text' as const,
        id: 'bye',
        html: '<p>Until then<br>{{ sender.name }}</p>',
      },
      { kind: 'footer' as const, id: 'footer' },
    ],
  };
}

/** At the foot of the sandbox company's marketing mail. */
export const POSTAL_ADDRESS = 'Brightwater GmbH, Hafenstraße 12, 20457 Hamburg';
