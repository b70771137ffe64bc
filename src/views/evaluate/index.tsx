import { t } from '../../locales';

export default function Evaluate() {
  return <h1>{t('evaluate.title')}</h1>;
}
