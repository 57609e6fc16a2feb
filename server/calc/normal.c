/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "calc/normal.h"

#include <math.h>
#include <stddef.h>

#include "base/compiler.h"

static const double root_two = 1.41421356237309504880, root_two_pi = 2.50662827463100050242;

double calc_normal_pdf(double x)
{
	return exp(-x * x / 2) / root_two_pi;
}

double calc_normal_cdf(double x)
{
	return erfc(-x / root_two) / 2;
}

static double horner(const double *c, size_t n, double x)
{
	double y = c[n - 1];

	for (size_t i = n - 1; i-- > 0;)
		y = y * x + c[i];
	return y;
}

/*
 * Wichura, "Algorithm AS 241: The Percentage Points of the Normal
 * Distribution", Applied Statistics 37 (1988), PPND16: a rational function of
 * degree 7 each near the centre, in the tail, far in the tail.
 */
static const double centre[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
static const double centre_over[] = {1,
                                     4.2313330701600911252e+1,
                                     6.8718700749205790830e+2,
                                     5.3941960214247511077e+3,
                                     2.1213794301586595867e+4,
                                     3.9307895800092710610e+4,
                                     2.8729085735721942674e+4,
                                     5.2264952788528545610e+3};
static const double tail[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                              5.76949722146069140550e0,  3.64784832476320460504e0,
                              1.27045825245236838258e0,  2.41780725177450611770e-1,
                              2.27238449892691845833e-2, 7.74545014278341407640e-4};
static const double tail_over[] = {1,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
static const double far[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                             1.78482653991729133580e0,  2.96560571828504891230e-1,
                             2.65321895265761230930e-2, 1.24266094738807843860e-3,
                             2.71155556874348757815e-5, 2.01033439929228813265e-7};
static const double far_over[] = {1,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};

double calc_normal_ppf(double p)
{
	double q = p - 0.5, r, z;

	if (!(p >= 0 && p <= 1))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? -INFINITY : INFINITY;
	if (fabs(q) <= 0.425) {
		r = 0.180625 - q * q;
		return q * horner(centre, COUNT(centre), r) /
		       horner(centre_over, COUNT(centre_over), r);
	}
	r = sqrt(-log(q < 0 ? p : 1 - p));
	if (r <= 5)
		z = horner(tail, COUNT(tail), r - 1.6) /
		    horner(tail_over, COUNT(tail_over), r - 1.6);
	else
		z = horner(far, COUNT(far), r - 5) / horner(far_over, COUNT(far_over), r - 5);
	return q < 0 ? -z : z;
}
