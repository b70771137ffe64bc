import { t } from '../../locales';

export default function Explain() {
  return <h1>{t('explain.title')}</h1>;
}
