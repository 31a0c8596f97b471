export type ChartSeries = {
  /** Key of the points. */
  key: string;
  label: string;
  /** The thing itself is petrol, what it is compared with is gray; tones are for statuses only. */
  role: 'thing' | 'compared';
};

export type ChartPoint = { label: string } & Record<string, string | number>;

export type ChartTarget = { value: number; label: string };

export type ChartProps = {
  points: ChartPoint[];
  series: ChartSeries[];
  target?: ChartTarget | undefined;
  /** Lower and upper end of the scale, when not from zero. */
  range?: [number, number] | undefined;
  format?: ((value: number) => string) | undefined;
};
