export { changeUser, type Administrator } from './change-user';
export { handOver, undoHandover } from './hand-over';
export { UsersRefused } from './refused';
export { makeTeam, removeTeam, renameTeam, setMember, teamViews } from './teams';
export { userViews } from './views';
export { changeFirstRun, firstRunOf } from './first-run';
