import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { createRoot } from 'react-dom/client';
import { OutlookApp } from './ui/app';
import { outlookApi } from './ui/api';
import { seedTrust } from './ui/start-session';

async function start(): Promise<void> {
  const place = document.getElementById('outlook');
  if (!place) return;
  const api = outlookApi(new URLSearchParams(location.search).get('as') ?? 'alice');
  try {
    const answer = await api.start();
    await seedTrust(answer.appOrigin);
    document.title = `Outlook - ${answer.person.name}`;
    createRoot(place).render(
      <FluentProvider theme={webLightTheme}>
        <OutlookApp api={api} start={answer} />
      </FluentProvider>,
    );
  } catch (error) {
    place.setAttribute('role', 'alert');
    place.textContent = `Outlook did not start: ${String(error)}`;
  }
}

void start();
