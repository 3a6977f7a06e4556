/* plan_parts.h - shared by plan.c and plan_regions.c. */
#ifndef HWR_PLAN_PARTS_H
#define HWR_PLAN_PARTS_H

#include "plan.h"

/* The regions of the output, and of the gradient of the input; above and low: rows and pixels of
 * border before the output gradient. *floats: of the panels that the gradient's regions read. */
HWR_NODISCARD hwr_status hwr_plan_forward(hwr_plan_layer *p);
HWR_NODISCARD hwr_status hwr_plan_back(size_t *floats, hwr_plan_layer *p, int above, int low);
void hwr_plan_free_regions(hwr_regions *all);

#endif
