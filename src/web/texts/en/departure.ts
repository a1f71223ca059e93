export const departure = {
  title: 'Has left the company',
  told: (when: string) => `So an automatic answer said, ${when}.`,
  names: 'It names',
  addOne: (name: string) => `Add ${name}`,
  stillThere: 'Still there',
};
