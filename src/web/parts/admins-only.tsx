import { Text, Title2 } from '@fluentui/react-components';
import { texts } from '../texts';
import { usePageStyles } from './page-styles';

/** A screen that is not this person's: what it is, and whose. */
export function AdminsOnly({ title }: { title: string }) {
  const styles = usePageStyles();
  return (
    <div className={styles.page}>
      <Title2 as="h1">{title}</Title2>
      <Text>{texts.settings.adminsOnly}</Text>
    </div>
  );
}
