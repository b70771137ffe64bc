import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/** The parts of ECharts in use; a chunk of its own, loaded with the first chart. */
use([LineChart, CustomChart, GridComponent, TooltipComponent, SVGRenderer]);

export { init };
