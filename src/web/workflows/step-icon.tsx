import { AlertRegular } from '@fluentui/react-icons/svg/alert';
import { ArrowTurnDownRightRegular } from '@fluentui/react-icons/svg/arrow-turn-down-right';
import { BranchForkRegular } from '@fluentui/react-icons/svg/branch-fork';
import { ClockRegular } from '@fluentui/react-icons/svg/clock';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { GlobeRegular } from '@fluentui/react-icons/svg/globe';
import { ListRegular } from '@fluentui/react-icons/svg/list';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { StopRegular } from '@fluentui/react-icons/svg/stop';
import { TaskListLtrRegular } from '@fluentui/react-icons/svg/task-list-ltr';
import type { StepKind } from '../../core/workflows';

const ICONS = {
  wait: ClockRegular,
  branch: BranchForkRegular,
  set: EditRegular,
  list: ListRegular,
  notify: AlertRegular,
  task: TaskListLtrRegular,
  send: SendRegular,
  webhook: GlobeRegular,
  goto: ArrowTurnDownRightRegular,
  end: StopRegular,
} as const satisfies Record<StepKind, unknown>;

/** A picture of what a step does, beside its words. */
export function StepIcon({ kind }: { kind: StepKind }) {
  const Icon = ICONS[kind];
  return <Icon aria-hidden />;
}
