import {
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { PERMISSIONS } from '../../core/permissions';
import { texts } from '../texts';

const useStyles = makeStyles({
  wide: { overflowX: 'auto' },
  cell: { verticalAlign: 'top', paddingBlock: tokens.spacingVerticalS, height: 'auto' },
  name: { overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace },
});

/** A10: every permission with what needs it, when it is asked for, and what goes without. */
export function PermissionsTable() {
  const styles = useStyles();
  const words = texts.consent;
  return (
    <div className={styles.wide}>
      <Table aria-label={words.title}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.permission}</TableHeaderCell>
            <TableHeaderCell>{words.purpose}</TableHeaderCell>
            <TableHeaderCell>{words.when}</TableHeaderCell>
            <TableHeaderCell>{words.without}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {PERMISSIONS.map(({ name, use }) => (
            <TableRow key={`${name} ${use}`}>
              <TableCell className={styles.cell}>
                <span className={styles.name}>{name}</span>
              </TableCell>
              <TableCell className={styles.cell}>{words.table[use].purpose}</TableCell>
              <TableCell className={styles.cell}>{words.table[use].when}</TableCell>
              <TableCell className={styles.cell}>{words.table[use].without}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
