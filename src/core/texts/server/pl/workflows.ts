/** Why something of a workflow or a task is refused. */
export const workflows = {
  'There is no such workflow.': 'Nie ma takiego przepływu.',
  'There is nobody in this workflow with whom this can be done.':
    'W tym przepływie nie ma nikogo, z kim można to zrobić.',
  'Somebody has changed this workflow meanwhile. Load it again, and make your change there.':
    'Ktoś w międzyczasie zmienił ten przepływ. Wczytaj go ponownie i tam wprowadź zmianę.',
  'There are as many workflows as there may be. Remove one first.':
    'Nie może być więcej przepływów. Najpierw usuń któryś.',
  'The workflow is not switched on. Switch it on first.': 'Przepływ nie jest włączony. Najpierw go włącz.',
  'The workflow does not let this contact in: its filter does not hold for them, or they were in it before.':
    'Przepływ nie wpuszcza tego kontaktu: nie spełnia on filtra albo już był w przepływie.',
  'This workflow cannot run as it is. What is missing stands at its steps.':
    'W tej postaci przepływ nie może działać. Czego brakuje, podano przy jego krokach.',
  'This is no definition of a workflow.': 'To nie jest opis przepływu.',
  'There is no such task.': 'Nie ma takiego zadania.',
  'There is no such user in your account.': 'Na Twoim koncie nie ma takiego użytkownika.',
};
