int clean(void)
{
	return 0;
}
